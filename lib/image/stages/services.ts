import { From, Instruction, Mount, Stage } from '../../dockerfile/index';
import { ENTER, ENVIRONMENT_FILE, ServiceCall } from '../../programs/service-call';
import { BuildStep } from '../build-secret';
import { ContextFile } from '../context-file';
import { SUPPORT_DIRECTORY } from '../paths';
import { ImagePlan, secretsFor } from '../plan/image-plan';
import { Service } from '../service';

/** The stage with the program that starts services. */
const SERVICES = 'services';

const SHELL = '/bin/sh';

/** Whom the stages of services are left to, from which nothing is run. */
const NOBODY = '65534';

/** Mounts of what starts services. */
const starter = () => Mount.bind(ENTER, ENTER, From.stage(SERVICES));

/** The images of services. No release has anything of them: gates mount them. */
export function serviceStages({ services }: ImagePlan): Stage[] {
  return services.length === 0 ? [] : [
    new Stage({
      name: SERVICES,
      comments: ['starts the services of gates'],
      from: From.SCRATCH,
      instructions: [
        Instruction.arg('TARGETARCH'),
        Instruction.copy([`${SUPPORT_DIRECTORY}/enter-\${TARGETARCH}`], ENTER, { chmod: '755', expand: true }),
      ],
    }),
    ...services.map(({ service, stage, image, argument }) => new Stage({
      name: stage,
      comments: [`the service ${service.name}, which gates mount: its image may be replaced by --build-arg ${argument}`],
      from: From.argument(argument, image),
      instructions: [
        Instruction.user('0'),
        Instruction.run([ENTER, '--environment', ENVIRONMENT_FILE], { mounts: [starter()], network: false, exec: true }),
        // an image of your own may have no shell
        ...service._run.prepare ? [Instruction.run([...service._run.prepare], { network: false, exec: service._run.prepare[0] !== SHELL })] : [],
        Instruction.user(NOBODY),
      ],
    })),
  ];
}

/** Where a step sees what there is to know of its services. */
const DESCRIPTIONS = '/services.json';

/** Of each stage with services, the file of the build context that describes them. */
export function serviceFiles(plan: ImagePlan): ContextFile[] {
  const { gates, startGate } = plan;
  const secrets = secretsFor(plan, BuildStep.GATES).flatMap(({ variable }) => variable ?? []);
  return [
    ...gates.map(({ gate, stage }) => ({ stage, services: gate.services, given: [...Object.keys(gate.environment), ...secrets] })),
    ...startGate ? [{ stage: `gate-${startGate.gate.name}`, services: startGate.startGate.services, given: [] }] : [],
  ].filter(({ services }) => services.length > 0).map(({ stage, services, given }) => {
    const text = JSON.stringify(services.map(service => withoutGiven(service._call(rootOf(service.name)), given)), undefined, 2);
    return { path: fileOf(stage), contentBase64: Buffer.from(`${text}\n`).toString('base64') };
  });
}

/** A service whose variables are those that its gate is not given otherwise: its own have the last word, and those of the build have not. */
function withoutGiven(call: ServiceCall, given: readonly string[]): ServiceCall {
  return { ...call, variables: Object.fromEntries(Object.entries(call.variables).filter(([name]) => !given.includes(name))) };
}

/** Mounts of a step that runs services. */
export function serviceMounts({ services }: ImagePlan, stage: string, own: readonly Service[]): Mount[] {
  return own.length === 0 ? [] : [
    starter(),
    Mount.bind(fileOf(stage), DESCRIPTIONS),
    ...own.map(({ name }) => Mount.bind('/', rootOf(name), From.stage(services.find(({ service }) => service.name === name)!.stage), { writable: true })),
  ];
}

/** Arguments of a gate's program about its services. */
export function serviceArguments(own: readonly Service[]): string[] {
  return own.length === 0 ? [] : [`--services=${DESCRIPTIONS}`];
}

function fileOf(stage: string): string {
  return `${SUPPORT_DIRECTORY}/${stage}-services.json`;
}

function rootOf(name: string): string {
  return `/services/${name}`;
}
