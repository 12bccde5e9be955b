import { joinInside } from '../files/relative-path';
import { optionValue } from '../scripts/option-value';
import { BuildTool, optionDirectory } from './build-tool';
import { tsconfigOutputs } from './tsconfig';

/**
 * A tool that writes to one directory, which an option may change.
 */
function simple(programs: string[], commands: string[] | undefined, options: string[], byDefault?: string): BuildTool {
  return {
    programs,
    commands,
    outputs: ({ args }) => [optionValue(args, ...options) ?? byDefault].filter(directory => directory !== undefined),
  };
}

/**
 * TypeScript's compiler and those that stand in for it.
 *
 * @see https://www.typescriptlang.org/docs/handbook/compiler-options.html
 */
const TYPESCRIPT: BuildTool = {
  programs: ['tsc', 'tspc', 'ttsc', 'tsgo', 'vue-tsc'],
  outputs: ({ files, directory, args }) => {
    if (args.some(word => ['--noEmit', '--init', '--showConfig', '--help', '--version', '-v', '-h'].includes(word))) return [];
    const outDir = optionValue(args, '--outDir', '--outdir');
    if (outDir !== undefined) return [outDir];
    const build = args.findIndex(word => ['-b', '--build'].includes(word));
    const projects = build === -1
      ? [optionValue(args, '-p', '--project') ?? '.']
      : args.slice(build + 1).filter(word => !word.startsWith('-'));
    return (projects.length > 0 ? projects : ['.']).flatMap(project => tsconfigOutputs(files, directory, project, build !== -1));
  },
};

/**
 * @see https://docs.nestjs.com/cli/usages#nest-build
 */
const NEST: BuildTool = {
  programs: ['nest'],
  commands: ['build'],
  outputs: ({ files, directory, args }) => {
    const own = joinInside(directory, 'tsconfig.build.json')!;
    const project = optionValue(args, '-p', '--path') ?? (files.kind(own) === 'file' ? 'tsconfig.build.json' : '.');
    const outputs = tsconfigOutputs(files, directory, project, false);
    return outputs.length > 0 ? outputs : ['dist'];
  },
};

/**
 * @see https://esbuild.github.io/api/#outdir
 */
const ESBUILD: BuildTool = {
  programs: ['esbuild'],
  outputs: ({ args }) => [optionValue(args, '--outdir'), optionDirectory(args, '--outfile')].filter(directory => directory !== undefined),
};

/**
 * Webpack writes to `dist`, unless its configuration says otherwise.
 *
 * @see https://webpack.js.org/concepts/output/
 */
const WEBPACK: BuildTool = {
  programs: ['webpack', 'webpack-cli', 'rspack'],
  others: ['serve', 'server', 's', 'dev', 'preview', 'p', 'info', 'i', 'configtest'],
  outputs: ({ files, directory, args }) => {
    const path = optionValue(args, '-o', '--output-path');
    if (path !== undefined) return [path];
    const configured = optionValue(args, '-c', '--config') !== undefined
      || files.list(directory).some(name => /^(webpack|rspack)\.config\.[cm]?[jt]s$/.test(name));
    return configured ? [] : ['dist'];
  },
};

const ROLLUP: BuildTool = {
  programs: ['rollup', 'tailwindcss', '@tailwindcss/cli', 'postcss', 'sass'],
  outputs: ({ args }) => [optionValue(args, '-d', '--dir'), optionDirectory(args, '-o', '--file', '--output')].filter(directory => directory !== undefined),
};

const VITE: BuildTool = {
  programs: ['vite'],
  commands: ['build'],
  outputs: ({ args }) => {
    const outDir = optionValue(args, '--outDir') ?? 'dist';
    // https://vite.dev/guide/cli#vite-build: the word behind `build` is the root, to which outDir is relative.
    const root = args[args.indexOf('build') + 1];
    return [root === undefined || root.startsWith('-') ? outDir : `${root}/${outDir}`];
  },
};

const REACT_SCRIPTS: BuildTool = {
  programs: ['react-scripts', 'craco'],
  commands: ['build'],
  outputs: ({ environment }) => [environment.BUILD_PATH ?? 'build'],
};

/**
 * Every build tool that is known.
 */
export const BUILD_TOOLS: readonly BuildTool[] = [
  TYPESCRIPT,
  NEST,
  ESBUILD,
  WEBPACK,
  ROLLUP,
  VITE,
  REACT_SCRIPTS,
  simple(['swc'], undefined, ['-d', '--out-dir']),
  simple(['babel'], undefined, ['-d', '--out-dir']),
  simple(['tsup', 'tsdown'], undefined, ['-d', '--out-dir'], 'dist'),
  simple(['parcel'], ['build'], ['--dist-dir'], 'dist'),
  simple(['ncc'], ['build'], ['-o', '--out'], 'dist'),
  simple(['unbuild', 'pkgroll', 'microbundle'], undefined, ['-d', '--dist'], 'dist'),
  simple(['next'], ['build'], [], '.next'),
  simple(['nuxt', 'nuxi'], ['build', 'generate'], [], '.output'),
  simple(['astro'], ['build'], ['--outDir'], 'dist'),
  simple(['remix', 'react-router'], ['build', 'vite:build'], [], 'build'),
  simple(['vue-cli-service'], ['build'], ['--dest'], 'dist'),
  simple(['ng'], ['build'], ['--output-path'], 'dist'),
  simple(['gatsby'], ['build'], [], 'public'),
  simple(['docusaurus'], ['build'], ['--out-dir'], 'build'),
];

/**
 * Options by which a program that is not known may name the directory it writes to.
 */
export const COMMON_OUTPUT_OPTIONS = ['--outDir', '--outdir', '--out-dir', '--dist-dir', '--output-path'];
