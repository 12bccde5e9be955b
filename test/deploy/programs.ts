import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { docker } from '../container/engine';
import { directoryWith } from '../container/small-app';

/** A directory with programs for PATH, as texts for bash. */
export function programs(texts: Record<string, string>): string {
  const directory = directoryWith(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, `#!/bin/bash\n${text}`])));
  Object.keys(texts).forEach(name => fs.chmodSync(path.join(directory, name), 0o755));
  return directory;
}

let quick = '';

/** A way to docker that calls buildx by itself: docker looks at all its plugins first, which takes twice as long as what is asked for. */
export function quickDocker(): string {
  if (!fs.existsSync(quick)) { // or not any more: directories are removed after tests
    quick = programs({ docker: dockerWithBuildx() });
  }
  return quick;
}

function dockerWithBuildx(): string {
  const plugins = docker('info', '--format', '{{range .ClientInfo.Plugins}}{{.Name}} {{.Path}}{{"\\n"}}{{end}}').split('\n').map(line => line.split(' '));
  const buildx = plugins.find(([name]) => name === 'buildx')![1];
  const itself = execFileSync('which', ['docker'], { encoding: 'utf8' }).trim();
  return `if [ "$1" = buildx ]; then shift; exec '${buildx}' "$@"; fi\nexec '${itself}' "$@"\n`;
}
