import { execFileSync } from 'child_process';
import { join } from 'path';

/** Tests of whatever deploys handlers need their bundle, which no clone brings along; where nothing changed there is one. */
export default function bundleAll(): void {
  execFileSync(process.execPath, [join(__dirname, '..', 'projenrc', 'bundle.mjs'), '--tests', '--changed'], { stdio: 'inherit' });
}
