import { joinInside } from '../files/relative-path';
import { Framework, FrameworkProject, FrameworkReading } from './framework';

/**
 * A front end that is built to files and has no server of its own. One that a program of the project serves is
 * like any other directory that the build writes.
 */
export function staticSite(name: string, packages: readonly string[], tool: Tool): Framework {
  const { config, builds, develops, onlyBuilt, yields, previews } = tool;
  return {
    name,
    packages,
    config,
    builds,
    develops,
    onlyBuilt,
    yields,
    read: project => {
      if (tool.applies?.(project) === false) return undefined;
      const reading = siteReading(name, joinInside('', tool.output(project)) || 'dist', 'it builds files for browsers', previews);
      return { ...reading, site: { ...reading.site!, proxy: (tool.proxy ?? proxyOf)(project) }, generated: tool.generated?.(project) };
    },
  };
}

/**
 * A program that builds a site.
 */
export interface Tool extends Pick<Framework, 'config' | 'builds' | 'develops' | 'onlyBuilt' | 'yields'> {
  /** Pattern of a script that serves the files on the machine of a developer. */
  readonly previews?: RegExp;
  /** The directory that it writes, as far as it can be read: the build takes the one with the page. */
  output(project: FrameworkProject): string;
  /** Directories that it writes beside that. */
  generated?(project: FrameworkProject): readonly string[];
  /** Where its server hands paths on to another one; by default that is a setting `proxy`. */
  proxy?(project: FrameworkProject): string | undefined;
  /** True if it builds a site in this project, where it may build something else. */
  applies?(project: FrameworkProject): boolean;
}

function proxyOf({ config }: FrameworkProject): string | undefined {
  return config.property('proxy') === undefined ? undefined : `${config.file}: proxy`;
}

/**
 * The directory that a subcommand works on: `vite build client`. Empty if it is the project.
 */
export function rootOf(args: readonly string[], command = 'build'): string {
  const word = args.includes(command) ? args[args.indexOf(command) + 1] : undefined;
  return word === undefined || word.startsWith('-') ? '' : joinInside('', word) ?? '';
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
