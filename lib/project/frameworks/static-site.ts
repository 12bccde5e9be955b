import { joinInside } from '../files/relative-path';
import { Framework, FrameworkProject, FrameworkReading } from './framework';

/**
 * A front end that is built to files and has no server of its own. One that a program of the project serves is
 * like any other directory that the build writes.
 */
function staticSite(name: string, packages: readonly string[], tool: Tool): Framework {
  return {
    name,
    packages,
    config: tool.config,
    builds: tool.builds,
    develops: tool.develops,
    read: project => siteReading(name, joinInside('', tool.output(project)) || 'dist', 'it builds files for browsers', tool.previews),
  };
}

interface Tool {
  /** The name of its configuration, without the extension. */
  readonly config?: string;
  readonly builds: RegExp;
  readonly develops: RegExp;
  /** Pattern of a script that serves the files on the machine of a developer. */
  readonly previews?: RegExp;
  /** The directory that it writes. */
  output(project: FrameworkProject): string;
}

/**
 * Reading of a project that a framework builds to files.
 */
export function siteReading(name: string, directory: string, reason: string, previews?: RegExp, buildOutput = [directory]): FrameworkReading {
  return {
    reason,
    buildOutput,
    releaseFiles: [{ path: directory }],
    needsProductionDependencies: false,
    site: { directory, previews },
    server: `${name} writes static files to ${directory}, and nothing in the project serves them`,
  };
}

/**
 * @see https://vite.dev/guide/static-deploy
 */
export const VITE = staticSite('Vite', ['vite'], {
  config: 'vite.config',
  builds: /^vite build\b/,
  develops: /^vite( (dev|serve)\b| -|$)/,
  previews: /^vite preview\b/,
  output: ({ config }) => config.text('outDir') ?? 'dist',
});

/**
 * @see https://create-react-app.dev/docs/deployment
 */
export const CREATE_REACT_APP = staticSite('Create React App', ['react-scripts'], {
  builds: /^(react-scripts|craco|react-app-rewired) build\b/,
  develops: /^(react-scripts|craco|react-app-rewired) start\b/,
  output: () => 'build',
});

/**
 * @see https://cli.vuejs.org/config/#outputdir
 */
export const VUE_CLI = staticSite('Vue CLI', ['@vue/cli-service'], {
  config: 'vue.config',
  builds: /^vue-cli-service build\b/,
  develops: /^vue-cli-service serve\b/,
  output: ({ config }) => config.text('outputDir') ?? 'dist',
});

/**
 * @see https://www.gatsbyjs.com/docs/reference/gatsby-cli/
 */
export const GATSBY = staticSite('Gatsby', ['gatsby'], {
  config: 'gatsby-config',
  builds: /^gatsby build\b/,
  develops: /^gatsby develop\b/,
  previews: /^gatsby serve\b/,
  output: () => 'public',
});

/**
 * @see https://docusaurus.io/docs/deployment
 */
export const DOCUSAURUS = staticSite('Docusaurus', ['@docusaurus/core'], {
  config: 'docusaurus.config',
  builds: /^docusaurus build\b/,
  develops: /^docusaurus start\b/,
  previews: /^docusaurus serve\b/,
  output: () => 'build',
});

/**
 * @see https://www.11ty.dev/docs/config/
 */
export const ELEVENTY = staticSite('Eleventy', ['@11ty/eleventy'], {
  builds: /^(eleventy|@11ty\/eleventy)( --(?!serve|watch)|$)/,
  develops: /^(eleventy|@11ty\/eleventy) .*--(serve|watch)\b/,
  output: () => '_site',
});

/**
 * @see https://parceljs.org/features/cli/
 */
export const PARCEL = staticSite('Parcel', ['parcel', 'parcel-bundler'], {
  builds: /^parcel build\b/,
  develops: /^parcel( serve\b| watch\b| [^b]|$)/,
  output: () => 'dist',
});
