import { Explanation } from './explanation';

/** Warnings of what a project is: its Node.js, packages, build, and what enters the build. */
export const WARNINGS_OF_PROJECTS: { readonly [id: string]: Explanation } = {
  'node-end-of-life': {
    cause: 'The line of Node.js that the project names gets no security updates any more.',
    cure: 'Move the project to a supported line: in .nvmrc, in engines of package.json, or by "nodeVersion".',
  },
  'node-version-override': {
    cause: 'The prop "nodeVersion" is outside of what the project declares. A package manager that checks engines refuses to install.',
    cure: 'Widen engines in package.json, or take another "nodeVersion".',
  },
  'debian-end-of-support': {
    cause: 'The Debian release of the base image gets no security updates any more.',
    cure: 'Move to a newer line of Node.js, which has images of a newer release; or give images by "baseImage".',
  },
  'package-manager-node': {
    cause: 'The version of the package manager needs a newer Node.js than the image has.',
    cure: 'Move the project to a newer line of Node.js, or pin an older version of the package manager in packageManager of package.json.',
  },
  'no-lockfile': {
    cause: 'There is no lockfile: two builds of the same sources may install different versions, and ship some that no test has seen.',
    cure: 'Install once, and commit the lockfile.',
  },
  'lockfile-out-of-date': {
    cause: 'The lockfile does not have what package.json asks for: an install that keeps to it fails.',
    cure: 'Install again, and commit the lockfile.',
  },
  'several-lockfiles': {
    cause: 'There are lockfiles of several package managers. The one that matches package.json is used.',
    cure: 'Delete the others; name the package manager in packageManager of package.json.',
  },
  'peer-dependencies': {
    cause: 'The package manager does not install the peer dependencies of the project itself, so that they are missing where it runs.',
    cure: 'Name them in "dependencies", or as optional in "peerDependenciesMeta" if nothing imports them.',
  },
  'missing-build-secret': {
    cause: 'The configuration of the package manager reads a variable, such as NPM_TOKEN, that the build does not have.',
    cure: 'Give it by buildSecrets: [BuildSecret.environment("NPM_TOKEN")]; it is in no layer and no history.',
  },
  'install-script-needs-dev-dependency': {
    cause: 'A script that installing runs needs a dependency of development, which a production install does not have: there it is left out.',
    cure: 'Nothing, if production needs nothing of it; else move the dependency.',
  },
  'development-left-out': {
    cause: 'A setting of the project has every install leave out development dependencies, which the build and gates need. npm, pnpm and Yarn are told otherwise by an option; Bun has none.',
    cure: 'Take the setting out. The dependencies of the image are installed apart, without those of development, whatever it says.',
  },
  'install-scripts-unasked': {
    cause: 'The package manager runs the install scripts of dependencies without being asked, and nothing tells what this one does: the package compiles nothing and is none that is known to need a script. It runs as soon as its package is installed, with a network and before anything was tested: it is what worms use.',
    cure: 'Name those that need theirs by installScripts: InstallScripts.only(["esbuild"]), or run none by InstallScripts.none(); InstallScripts.asConfigured() says that it is well.',
  },
  'native-module-not-built': {
    cause: 'The package manager, or the prop "installScripts", lets no install script run but those that are allowed, so that a dependency with machine code is not built.',
    cure: 'Allow its script: by InstallScripts.only(), pnpm approve-builds, or trustedDependencies in package.json with Bun.',
  },
  'no-browser': {
    cause: 'A dependency drives a browser, and the image has none.',
    cure: 'Give a base image with Node.js and Chromium by BaseImage.custom(), and tell the dependency where it is.',
  },
  'prisma-client-in-modules': {
    cause: 'The client of Prisma is generated into a directory of the package manager, from where it cannot be taken into the image.',
    cure: 'Name an "output" inside of the project in the generator of the schema.',
  },
  'infrastructure-dependencies': {
    cause: 'What deploys the application, such as aws-cdk-lib, is a production dependency, so that the image has it.',
    cure: 'Move it to devDependencies.',
  },
  'infrastructure-kept': {
    cause: 'Code of the infrastructure lies beside the application, and the application reads it: each change of it is another image.',
    cure: 'Move what the application needs out of it.',
  },
  'workspaces': {
    cause: 'The directory is the root of a monorepo, and the image is one of the root with all of its packages.',
    cure: 'For the image of one of them, change the prop "directory" to it.',
  },
  'workspace-cycle': {
    cause: 'Packages of the monorepo depend on one another in a circle, so that one is built before what it needs.',
    cure: 'Break the circle.',
  },
  'import-does-not-enter': {
    cause: 'A file reads something of the monorepo that the package does not depend on, so that it does not enter the build.',
    cure: 'Add the package to its dependencies, or name what is read by "rootFiles".',
  },
  'import-in-other-case': {
    cause: 'A file loads another one by a name that differs from its own in upper and lower case. Disks of macOS and Windows find it all the same, the one of an image does not.',
    cure: 'Write the name as the file has it.',
  },
  'import-of-dev-dependency': {
    cause: 'What the image runs loads a package that is a development dependency, so that the image does not have it.',
    cure: 'Move it to "dependencies".',
  },
  'import-of-unknown-package': {
    cause: 'What the image runs loads a package that no dependency brings: it works where another project has installed it by chance.',
    cure: 'Add it to "dependencies".',
  },
  'package-not-built': {
    cause: 'The script build of the root builds packages that this one does not depend on, so that they are neither built nor in the image.',
    cure: 'Add those that it needs to its "dependencies", or to "devDependencies" where its build alone reads them.',
  },
  'framework-config-unreadable': {
    cause: 'The configuration of the framework could not be read, and is taken as if it set nothing.',
    cure: 'Set "command" and "releaseFiles" if the image is to be another one.',
  },
  'framework-config-computed': {
    cause: 'The configuration of the framework computes what decides about the output, which is taken as if it were not set.',
    cure: 'Write it out, or set "command" and "releaseFiles".',
  },
  'adapter-not-locked': {
    cause: 'The adapter of the framework is chosen while it builds, and is not in the lockfile: it is downloaded in whatever version there is.',
    cure: 'Depend on the adapter for Node.js, and name it in the configuration.',
  },
  'build-output-outside': {
    cause: 'A tool of the build writes outside of the project.',
    cure: 'Let it write inside, or set the prop "buildOutput" if the image needs what it writes.',
  },
  'source-unreadable': {
    cause: 'A source could not be parsed, so that it is not known on which port and address it listens.',
    cure: 'Set the prop "port".',
  },
  'secrets-kept-out': {
    cause: 'Files that are secrets by their names or by what they hold lie in the project, and git does not ignore them. They never enter the build.',
    cure: 'Pass secrets when the container runs; to the build by "buildSecrets". Name the files in .gitignore; or, where there is no secret in them, let them in by "allow" with the reason.',
  },
  'ignored-by-git': {
    cause: 'A file that git ignores stays out of the image, for a clean checkout lacks it, and something names it.',
    cure: 'Commit it if the image needs it, or let it in by "allow" with the reason.',
  },
  'submodule-not-checked-out': {
    cause: 'A directory of which git tracks something is empty, as one of a submodule that is not checked out: the image lacks what belongs there.',
    cure: 'Run git submodule update --init --recursive, and let the checkout that builds the image do so.',
  },
  'lfs-pointer': {
    cause: 'A file is the pointer that Git LFS has in the repository, and not the file itself: the image has the pointer.',
    cure: 'Run git lfs pull, and let the checkout that builds the image do so.',
  },
  'script-line-ends': {
    cause: 'A script has line ends of Windows, as a checkout there makes them: in an image its interpreter reads them as a part of words, and ends.',
    cure: 'Give it line ends of Unix, and keep them by a line such as "*.sh text eol=lf" in .gitattributes.',
  },
  'modules-committed': {
    cause: 'Modules in a directory node_modules are committed where nothing installs any. No such directory enters an image, so that the image lacks them.',
    cure: 'Move them to a directory of another name, or make them a dependency by file: or a package of a workspace.',
  },
  'kept-out-by-dockerignore': {
    cause: 'The .dockerignore of the project keeps out something that a file of the project names.',
    cure: 'Take it out of .dockerignore if the build or the image needs it.',
  },
  'git-index-unreadable': {
    cause: 'It cannot be told which ignored files git tracks, so that whatever .gitignore names stays out.',
    cure: 'Repair the checkout, or let in what the image needs by "allow".',
  },
  'allow-names-nothing': {
    cause: 'The prop "allow" names a path by which nothing of the project enters.',
    cure: 'Correct or remove it: paths are relative to the project, and what .dockerignore keeps out stays out.',
  },
  'pull-request-secrets': {
    cause: 'Builds of pull requests get none of the build secrets, for the code of a pull request is anybody\'s.',
    cure: 'Name those that whoever opens one may have in "pullRequestSecrets", or set it to [] if they need none.',
  },
  'app-runner-closed': {
    cause: 'App Runner takes no new customers: an account that had no service before cannot make one. Services that are there run on.',
    cure: 'For a new service take Amazon ECS, which DeploymentTarget.ecs() deploys to.',
  },
  'unreviewed-tags': {
    cause: 'A tag on any commit, also on one that nobody has reviewed, is built with the build secrets, which whoever pushes it could have printed.',
    cure: 'Give the tags by "protectedGitTags" if the host of the repository lets only those push them who may release; else acknowledge the warning.',
  },
  'repositoryPolicy': {
    cause: 'The repository that an image is promoted to belongs to another account, and its policy cannot be changed from this app.',
    cure: 'Let its own policy allow pushing by the role that the warning names; the actions are in the documentation of "repository" of an environment.',
  },
};
