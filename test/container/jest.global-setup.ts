import { spawnSync } from 'child_process';
import bundleAll from '../bundle';

export default function prepare(): void {
  bundleAll();
  requireEngine();
}

/** Stops at once where there is no engine, rather than with every test failing in a way of its own. */
function requireEngine(): void {
  const { status, error, stderr } = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) {
    const cause = error?.message ?? stderr.trim().split('\n').pop();
    throw new Error(`no docker engine answers; start one, and set DOCKER_HOST if it does not listen where docker looks for it (${cause})`);
  }
}
