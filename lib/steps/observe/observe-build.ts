import { BuildObserver } from '../build/build-observer';
import { World } from '../world/world';
import { putGateLogs } from './gate-logs';
import { gateMetrics, gateReports } from './gate-metrics';
import { imageMetrics, sizeOf } from './image-metrics';
import { putMetrics } from './metrics';

/** Observes a build of a pipeline: of the gates once they ran, of an image once it is there. */
export function observeBuild(world: World): BuildObserver {
  const began = world.now();
  return {
    async gates(gates) {
      await putGateLogs(world, gates);
      await putMetrics(world, gateMetrics(gateReports(world, gates)));
    },
    async image({ digest, built, began: buildBegan }) {
      const { REPOSITORY = '', PLATFORM = '' } = world.variables;
      const { stdout } = await world.run('docker', ['buildx', 'imagetools', 'inspect', '--raw', `${REPOSITORY}@${digest}`]);
      const seconds = Math.floor((world.now() - began) / 1000);
      await putMetrics(world, imageMetrics(PLATFORM, seconds, sizeOf(stdout)));
      return { BUILT: built, BEGAN: buildBegan ?? '' };
    },
  };
}
