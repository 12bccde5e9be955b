import { Explanation } from './explanation';

/** Warnings of what the container starts, of its port and of what it may do. */
export const WARNINGS_OF_STARTS: { readonly [id: string]: Explanation } = {
  'bundling-skipped': {
    cause: 'The prop "bundling" is set, and there is no application that can be bundled: a framework builds the server, the image serves files, what starts compiles its sources or is run by another runtime, or the packages are in archives. The image is as without the prop.',
    cure: 'Take the prop out; or do what the message says, such as starting what was built.',
  },
  'start-guessed': {
    cause: 'package.json has no script start, and several files could be what starts; one was chosen by its name or by the field main.',
    cure: 'Write a script start, or name what starts by command: ["node", "FILE"].',
  },
  'start-only-exports': {
    cause: 'There is no script start, and the file that is there only exports: a container that runs it ends at once.',
    cure: 'Write a script start that runs the server, or name it by "command".',
  },
  'start-entry-missing': {
    cause: 'The start script runs a file that does not exist, and no build script would make it.',
    cure: 'Correct the path, or write a script build that makes the file, or name what builds by "buildScript".',
  },
  'start-differs-from-procfile': {
    cause: 'The script start and the line "web" of the Procfile start different things. A platform such as Heroku takes the Procfile, the image the script.',
    cure: 'Make them the same, or say which one serves by "command" or "startScript".',
  },
  'start-script-cycle': {
    cause: 'Scripts of package.json call one another in a circle, so that what starts cannot be told.',
    cure: 'Break the circle, or name what starts by "command".',
  },
  'start-post-script': {
    cause: 'A script poststart is there. In a container the application runs until the end, and nothing runs behind it.',
    cure: 'Do in the application, when it has started, what the script does.',
  },
  'start-process-manager': {
    cause: 'The start script runs pm2, which is no dependency. Node.js runs the application by itself: one process in each container, which the orchestrator starts again.',
    cure: 'Nothing, if that is well. For pm2-runtime make pm2 a dependency.',
  },
  'start-keeps-signals': {
    cause: 'The start script runs the application in a pipe or in the background. A shell waits for it, and hands on no SIGTERM, so that open requests and connections are cut when the container stops.',
    cure: 'Start the application alone: formatters of logs are for developers, and further processes are containers of their own.',
  },
  'start-watches': {
    cause: 'The start script watches sources, as in development. In a container nothing changes, and the watcher costs memory and loses signals.',
    cure: 'Start the program itself: by "command", or by a script start:prod that "startScript" names.',
  },
  'start-develops': {
    cause: 'The start script runs a development server, such as vite, webpack serve or ng serve, in a project whose front end no table of the library knows. It compiles when the container starts, needs all development dependencies, and often answers to localhost or to known names of hosts alone.',
    cure: 'Let the script build write the site, and serve what it wrote: by a script start:prod, or by "command", with a program that is for that (serve, sirv-cli), as a dependency.',
  },
  'site-without-proxy': {
    cause: 'The front end is served by the file server of the image, and its development server was told to hand some paths on to another server, such as /api. The file server hands nothing on: where the site is one page, it answers them by that page, with 200.',
    cure: 'Nothing, if a load balancer or a proxy before the image does that. Else set "command" to a server of the project that serves the site and hands these paths on.',
  },
  'site-without-server': {
    cause: 'The start script runs the development server of a front end, whose place the file server of the image takes, and another script runs a server of the project. The image has the site and not that server.',
    cure: 'If that server serves the site, start it by the prop "startScript". If it is another application, make an image of it beside this one, with that "startScript".',
  },
  'start-inspects': {
    cause: 'The start command, or NODE_OPTIONS in it, opens the debugger of Node.js. Whoever reaches its port can run code in the application; with --inspect-brk or --inspect-wait nothing runs until a debugger is attached.',
    cure: 'Start without it: by "command", or by a script start:prod that "startScript" names. Where you debug, give it by NODE_OPTIONS.',
  },
  'start-installs': {
    cause: 'The start script installs packages. Where the container runs there may be no network, and the application may write nothing.',
    cure: 'Make it a dependency, or install it by a script postinstall.',
  },
  'start-builds': {
    cause: 'The start script builds in front of the application, where the user of the container may write nothing.',
    cure: 'Move that to the script build; or name the directories that it writes by "writableDirectories".',
  },
  'start-redirects': {
    cause: 'The start script writes what the application prints into a file, which the user of the container may not write.',
    cure: 'Let it print: the log of a container is what it prints. Else name the directory by "writableDirectories".',
  },
  'start-env-file': {
    cause: 'The start script reads a file of environment variables. Such files may hold secrets, so they never enter an image.',
    cure: 'Pass the variables when the container runs, secrets as those of the orchestrator; what is no secret by "environment".',
  },
  'start-downloads-program': {
    cause: 'The start script runs a program by npx that no dependency brings: it would be downloaded each time a container starts.',
    cure: 'Make it a dependency.',
  },
  'start-needs-dev-dependency': {
    cause: 'What starts needs a dependency of development, such as tsx or ts-node. The image has all of those, which makes it larger.',
    cure: 'Build to JavaScript and start that, or move the program to dependencies.',
  },
  'start-program-missing': {
    cause: 'The start command runs a program that the base image does not have.',
    cure: 'Start without it by "command"; add it to the stage release by "customize"; or give a base image that has it.',
  },
  'start-needs-bash': {
    cause: 'The start command goes to /bin/sh, which in images of Debian is dash and in those of Alpine busybox, and has what only bash understands, such as [[ ]]. On a machine where sh is bash it works; in the image it fails, or takes another way.',
    cure: 'Let the package manager run scripts by bash (script-shell=bash in .npmrc), which the image does then, too; start it by command: ["/bin/bash", "-c", "..."]; or write it as sh understands. Images of Alpine have no bash.',
  },
  'start-npm-variable': {
    cause: 'The application reads a variable that npm sets for scripts. In the image Node.js is started by itself, so that it is not set.',
    cure: 'Set it by "environment", or read something else, such as package.json.',
  },
  'start-makes-directory': {
    cause: 'A start script makes a directory. It is made in the build, and the user of the container may not write to it.',
    cure: 'If the application writes there, name it by "writableDirectories".',
  },
  'start-calls-git': {
    cause: 'The start script calls git, and the image has neither git nor the history.',
    cure: 'Give the commit by "environment" or a label, and let the script read that variable.',
  },
  'build-calls-git': {
    cause: 'The build calls git, and is run without git and without the history, for which each commit would be another image.',
    cure: 'Give the commit by "buildEnvironment" or "buildArgs", and let the script read that variable.',
  },
  'build-program-missing': {
    cause: 'A script of the build calls a program that neither a dependency nor the build image brings.',
    cure: 'Install it by StageCustomization.append("base", ...) in "customize", or set "baseImage" to images that have it.',
  },
  'called-program-missing': {
    cause: 'The application runs a program, or a package that it loads does, that neither a dependency nor the base image brings.',
    cure: 'Install it by StageCustomization.append("release", ...) in "customize", or set "baseImage" to an image that has it. Nothing, if the application does without.',
  },
  'text-without-fonts': {
    cause: 'The application has text drawn into pictures with the fonts of the system (sharp, canvas, resvg), and slim base images have none. The pictures are made without it, and nothing fails.',
    cure: 'Install fonts by StageCustomization.append("release", ...) in "customize" (Debian: fontconfig and fonts-dejavu-core, Alpine: font-dejavu), or bring font files and name them to the package.',
  },
  'called-development-program': {
    cause: 'The application runs a program that only a development dependency brings, or that npx would download where the container runs.',
    cure: 'Make its package a dependency.',
  },
  'called-program-off-path': {
    cause: 'The application runs the program of a dependency by its bare name. A package manager sets the search path for scripts, and in this image nothing does.',
    cure: 'Run the file of the package by process.execPath, or set PATH by "environment".',
  },
  'start-takes-port': {
    cause: 'The start command puts the variable PORT into its line. Hosting platforms set it; a container has it only if its image or its task does, and gets an empty word without.',
    cure: 'Set the prop "port", which sets PORT and exposes it; or give PORT where the container is run.',
  },
  'dockerfile-installs-packages': {
    cause: 'A Dockerfile by hand lies in the project, and its image has packages of the distribution that this one has not, such as fonts, time zones or programs that libraries call.',
    cure: 'Install what the application needs by StageCustomization.append("release", ...) in "customize". Take the Dockerfile away if nothing builds it any more.',
  },
  'dockerfile-sets-variables': {
    cause: 'A Dockerfile by hand lies in the project, and its image has variables that this one has not. What they are for, such as options of Node.js or a time zone, would be missed in silence.',
    cure: 'Give those that the application needs by "environment". Remove the Dockerfile if nothing builds it any more.',
  },
  'writes-outside': {
    cause: 'The application writes to an absolute path. Nothing of the image is there, or it belongs to root, and the application runs as another user.',
    cure: 'Mount a volume there that the user of the container may write to, name another place by a variable that the application reads, or write below /tmp. Nothing, if a volume is mounted there.',
  },
  'writes-where-read-only': {
    cause: 'The application writes to a directory of the project. All of it belongs to root in the image, and the application runs as another user.',
    cure: 'Name the directory by "writableDirectories", or write below /tmp. What has to outlive the container belongs on a volume, in a bucket or in a database. Nothing, if it only reads there.',
  },
  'no-port': {
    cause: 'It looks like a server, and no port can be told from its source: the image exposes none and has no health check.',
    cure: 'Set the prop "port"; the application finds it in the variable PORT.',
  },
  'port-contradiction': {
    cause: 'The prop "port" names another port than the one that the application is seen to listen on, whatever PORT says.',
    cure: 'Let the application listen on process.env.PORT, or set "port" to what it listens on.',
  },
  'port-not-read': {
    cause: 'The prop "port" is set, and the application does not read the variable PORT: it may listen on another one.',
    cure: 'Let the application listen on process.env.PORT, or set "port" to what it listens on.',
  },
  'port-privileged': {
    cause: 'The image listens on a port below 1024, and runs as a user that is not root. Docker allows that since version 20.10; ECS, Fargate and many clusters of Kubernetes do not: the application ends there with EACCES, having started in every build.',
    cure: 'Let it listen on a port from 1024 on, by the prop "port" where it reads PORT. A load balancer, or a service of Kubernetes, can listen on 80 all the same.',
  },
  'listens-on-loopback': {
    cause: 'The application listens on 127.0.0.1 or localhost. Inside of a container nothing outside reaches that.',
    cure: 'Let it listen on 0.0.0.0.',
  },
  'health-check-preloads': {
    cause: 'NODE_OPTIONS loads something into every process of Node.js, and the health check is one: each check loads it again.',
    cure: 'Give a check without Node.js by HealthCheck.command(), or load it in the start command instead.',
  },
  'command-missing-file': {
    cause: 'The prop "command" names a file that is not in the project, and not where the build writes.',
    cure: 'Name the file that starts, relative to the project.',
  },
  'release-file-missing': {
    cause: 'The prop "releaseFiles" names something that is not in the project, and not where the build writes.',
    cure: 'Take it out, or name what is there.',
  },
  'release-file-kept-out': {
    cause: 'The prop "releaseFiles" names something that never enters the build, so that the release cannot have it.',
    cure: 'Let it in by "allow" with the reason, or take it out of "releaseFiles".',
  },
  'writable-directory-missing': {
    cause: 'The prop "writableDirectories" names a directory that is not in the project: an empty one of that name will be.',
    cure: 'Nothing, if the application wants it empty; else correct the path.',
  },
};
