import { Gate } from '../gate';
import { HealthCheck } from '../health-check';
import { ImageError } from '../image-error';
import { StartGate } from '../start-gate';
import { PlannedGate } from './gates';

/** The name by which the start gate is reported, as a gate of a user is. */
export const START_GATE = 'start';

/** The start gate with everything decided. */
export interface StartGatePlan {
  /** The gate, as reports know it. */
  readonly gate: Gate;
  readonly startGate: StartGate;
  /** The path that the health check asks for over HTTP. */
  readonly healthPath?: string;
  /** True if the health check asks the port. */
  readonly asksPort: boolean;
}

/** Facts that the plan of the image knows already. */
export interface StartGateContext {
  readonly gates: readonly PlannedGate[];
  /** Command of the image. */
  readonly argv: readonly string[];
  readonly health: HealthCheck;
}

/** Decides how the image is started in the build; undefined where it is not. */
export function planStartGate(option: StartGate | undefined, context: StartGateContext): StartGatePlan | undefined {
  const { gates, argv, health } = context;
  const startGate = option ?? StartGate.environment({});
  if (!startGate.enabled) return undefined;
  if (gates.some(({ gate }) => gate.name === START_GATE)) {
    throw new ImageError(`a gate is named ${JSON.stringify(START_GATE)}, which is the name of the gate that starts the image; set its option "name"`);
  }
  const check = health._command === undefined;
  return {
    gate: reported(startGate, argv),
    startGate,
    healthPath: check ? health.path : undefined,
    asksPort: check,
  };
}

/** The start gate of an image whose command is not known yet, as reports know it; none where the image is not started. */
export function startGateOf(startGate = StartGate.environment({})): Gate[] {
  return startGate.enabled ? [reported(startGate, [START_GATE])] : [];
}

function reported({ _timeoutSeconds }: StartGate, argv: readonly string[]): Gate {
  return Gate._within(_timeoutSeconds, [...argv], { name: START_GATE });
}
