import { isReadByInstall } from '../../project/package-managers/traces';

export { isTestDirectory, isTestFile, mayHoldTests } from '../../project/files/test-paths';

/** Patterns for the kinds of files by their names. No name alone leaves a file out: a file that something names or loads stays. */
const matches = (patterns: readonly RegExp[]) => (name: string) => patterns.some(pattern => pattern.test(name));

/** Text by which a test is told that has no name for it. */
export const TEST_TEXT = /\b(from|require\(|import)\s*\(?['"](node:test|vitest|@jest\/globals|tape?|ava|mocha|chai|supertest|bun:test|@playwright\/test|uvu|should|@japa\/runner)['"]|(^|\n)\s*(describe|it|test|suite|context)(\.\w+)*\(\s*['"`]/;

/** Exports by which a module is told that tests nothing, whatever it is called. */
const EXPORTS = /\bmodule\.exports\b|\bexports\.(?!__esModule)\w+\s*=|(^|[\n;])\s*export\s+(default|const|let|var|function|class|async|\{|\*)/;
const ASSERTS = /\bassert\b|\bexpect\(/;

export const handsOut = (text: string) => EXPORTS.test(text) && !TEST_TEXT.test(text) && !ASSERTS.test(text);

/** True for words in Welsh, whose files are called as tests of Cypress are: `app.cy.js`. */
export const isWelsh = (name: string, text: () => string) => /\.cy\.[cm]?js$/.test(name) && !/\bcy\.|\b(describe|context|it|before|beforeEach)\s*\(|^\s*$/.test(text());

/** Files in which tools remember a run, in every directory that installing and building wrote to. */
export const isMemory = matches([
  /^(\.turbo|\.nx|\.parcel-cache|\.eslintcache|\.swc|\.angular|\.sass-cache|\.rpt2_cache.*|\.rollup\.cache|\.wireit|\.nyc_output|\.pnpm-store|\.npm)$/,
  /\.tsbuildinfo$/, /^(npm-debug|yarn-error|yarn-debug|lerna-debug|pnpm-debug)\.log/, /^\.DS_Store$/,
]);

/** Files that package managers install and read, which the release has from another install. */
export const isOfPackageManager = matches([/^(\.yarn|\.pnp\..*)$/]);

/** Settings of package managers, of what is published, and of what chooses versions. */
export function isManagerSetting(name: string): boolean {
  return isReadByInstall(name) || ['.npmignore', '.nvmrc', '.node-version', '.tool-versions'].includes(name);
}

/** Settings of compilers. */
export const isCompilerSetting = matches([/^(tsconfig|jsconfig).*\.json$/, /^babel\.config\./, /^\.babelrc/, /^\.swcrc$/, /^nodemon\.json$/, /^bunfig\.toml$/]);

const TOOLS = 'eslint|jest|vitest|vitest\\.workspace|prettier|commitlint|cypress|playwright|lint-staged|stylelint|webpack|rollup|rspack|tsup|tsdown|vite'
  + '|postcss|tailwind|ava|release|esbuild|unbuild|typedoc|knip|nyc|c8|wdio|karma|protractor|metro|uno|svgo|changelogithub|bumpp';

/** Settings of other tools of development. */
export const isToolSetting = matches([
  new RegExp(`^(${TOOLS})(\\.[\\w-]+)*\\.(config|conf)(\\.[\\w-]+)*\\.([cm]?[jt]s|json|ya?ml)$`),
  /^jest\.(setup|preset)\b.*\.[cm]?[jt]s$/,
  /^\.(eslint|prettier|stylelint|markdownlint|husky|lintstaged|lint-staged|commitlint|mocha|nyc|c8|release|renovate|jshint|jscs|tslint|remark|depcheck|madge|size-limit|cspell|ls-lint|browserslist|nodemon|changelog|versionrc|taprc|secretlint|textlint|xo)([-.]?(rc|ignore|config))?(\.[\w-]+)*$/,
  /^\.(github|gitlab|circleci|vscode|idea|husky|changeset|devcontainer|buildkite|azure|semaphore|drone|storybook|zed|eslint)$/,
  /^\.(git(ignore|attributes|modules|-blame-ignore-revs|message)|gitlab-ci\.ya?ml|gitpod\.ya?ml|travis\.ya?ml|appveyor\.ya?ml|drone\.ya?ml|editorconfig|dockerignore|codeclimate\.ya?ml|snyk|flowconfig|watchmanconfig|pre-commit-config\.ya?ml|whitesource|codecov\.ya?ml|coveralls\.ya?ml|mailmap|hadolint\.ya?ml|slugignore|gcloudignore|vercelignore|nxignore|ncurc(\..*)?|czrc|cz\..*|istanbul\.ya?ml|yamllint.*)$/,
  /^(tslint|lerna|nx|turbo|rush|biome|dprint|renovate|cypress|cspell|typedoc|api-extractor|knip|wallaby|nest-cli|angular|jsdoc|\.?bettercodehub)\.jsonc?$/,
  /^(Makefile|Justfile|Taskfile\.ya?ml|Jenkinsfile|Vagrantfile|Tiltfile|Earthfile|Dockerfile.*|.*\.Dockerfile|(docker-)?compose.*\.ya?ml|docker-bake\.(hcl|json)|skaffold\.ya?ml|sonar-project\.properties|codecov\.ya?ml|azure-pipelines.*\.ya?ml|bitbucket-pipelines\.ya?ml|appveyor\.ya?ml|cloudbuild\.ya?ml|buildspec.*\.ya?ml|netlify\.toml|vercel\.json|fly\.toml|render\.ya?ml|CODEOWNERS|cdk\.json|gulpfile(\.babel)?\.[cm]?[jt]s|Gruntfile\.[cm]?[jt]s|.*\.dockerignore|wallaby\.js|karma\.conf\.[cm]?js|protractor\.conf\.[cm]?js)$/,
]);

/** Files that people read. */
export const isDocumentation = matches([
  /\.(md|markdown|mdx|rst|adoc|asciidoc)$/i,
  /^(LICEN[CS]E|COPYING|NOTICE|CHANGELOG|CHANGES|HISTORY|AUTHORS|CONTRIBUTORS|MAINTAINERS|PATENTS|README|CONTRIBUTING|SECURITY|CODE_OF_CONDUCT)([-._].*)?$/i,
]);

/** Pictures beside texts that people read. */
export const isPicture = matches([/\.(png|jpe?g|gif|svg|webp|drawio|puml|plantuml|mmd|dot|bpmn)$/i]);

export const mayHoldDocumentation = matches([/^docs?$/i]);
