import { Stage } from '../../dockerfile/index';
import { InstructionModel } from '../../dockerfile/instruction-model';
import { NodejsDockerfile } from '../../image/index';
import { reasonOf } from '../inspect/stage-reasons';

/** Why an instruction is there, by what it is; the first that fits. */
const RULES: readonly { readonly fits: (model: InstructionModel, stage: string) => boolean; readonly why: string }[] = [
  { fits: model => model.kind === 'arg' && model.name === 'GATE_ON_FAILURE', why: '"record" keeps a failure with its reports; there is no image all the same' },
  { fits: model => model.kind === 'arg' && model.name === 'TARGETARCH', why: 'the builder says for which architecture it builds' },
  { fits: model => model.kind === 'arg', why: 'given by whoever builds' },
  { fits: copies(/init-\$\{?TARGETARCH/), why: 'the first process: it passes signals on, and reaps what is left behind' },
  { fits: copies(/\/passed\//), why: 'nothing is in it: it is there only if the gate passed' },
  { fits: copiedFrom(/^(prod-deps|run-deps|deps|modules)$/), why: 'what is needed to run' },
  { fits: copiedFrom(/^empty$/), why: 'a directory that the application may write to' },
  { fits: copiedFrom(/^base$/), why: 'what the application runs on beside Node.js' },
  { fits: copies(/^\/files\//, true), why: 'what no reason rules out' },
  { fits: copies(/^\/gates\//, true), why: 'what the gate wrote' },
  { fits: (model, stage) => model.kind === 'copy' && model.from === undefined && /manifests$/.test(stage), why: 'while these are the same, nothing is installed again' },
  { fits: model => model.kind === 'copy' && model.from !== undefined, why: 'what another stage made' },
  { fits: ({ kind }) => kind === 'copy', why: 'what the .dockerignore lets in' },
  { fits: runs(/\/gate\.mjs run/), why: 'keeps log, exit code and reports, whatever the test runner is' },
  { fits: runs(/\/start\.mjs/), why: 'no network, and the user that the image runs as' },
  { fits: runs(/\/collect\.mjs/), why: 'observes what the build wrote, and traces what the start reads' },
  { fits: model => model.kind === 'run' && model.mounts.some(({ _type }) => _type === 'cache'), why: 'as the lockfile says; downloads are kept beside the image' },
  { fits: (model, stage) => model.kind === 'run' && ['build', 'packages'].includes(stage), why: 'what it writes is what is tested and released' },
  { fits: (model, stage) => model.kind === 'run' && stage === 'base', why: 'what the base image does not bring' },
  { fits: (model, stage) => model.kind === 'run' && stage === 'empty', why: 'a runtime image may have no shell to make one' },
  { fits: runs(/\/prune\.mjs/), why: 'each package keeps what its own code, settings and license are' },
  { fits: runs(/\/workspace\.mjs/), why: 'puts what is installed in packages where one COPY takes it' },
  { fits: ({ kind }) => kind === 'run', why: 'a step of the build' },
  { fits: model => model.kind === 'pairs' && model.keyword === 'LABEL', why: 'as registries and scanners read it' },
  { fits: model => model.kind === 'pairs', why: 'variables of what follows' },
  { fits: ({ kind }) => kind === 'expose', why: 'says where it listens; it opens nothing' },
  { fits: ({ kind }) => kind === 'healthcheck', why: 'Node.js asks, so the image needs no curl' },
  { fits: model => model.kind === 'exec' && model.keyword === 'ENTRYPOINT', why: 'without a shell, so that signals arrive' },
  { fits: model => model.kind === 'exec', why: 'the application itself: npm between would lose signals' },
];

const WORDS: { readonly [keyword: string]: string } = {
  WORKDIR: 'paths below are relative to it',
  USER: 'in numbers, so that an orchestrator can see that it is not root',
  STOPSIGNAL: 'the signal that ends it',
};

/** The same stages with the reason of each step above it. */
export function explained(stages: readonly Stage[], dockerfile: NodejsDockerfile): Stage[] {
  return stages.map(stage => new Stage({
    ...stage,
    comments: stage.comments.length ? stage.comments : [reasonOf(stage.name, dockerfile)],
    instructions: stage.instructions.map(instruction => {
      const why = whyOf(instruction._model, stage.name);
      return instruction._comment !== undefined || why === '' ? instruction : instruction.withComment(why);
    }),
  }));
}

function whyOf(model: InstructionModel, stage: string): string {
  if (model.kind === 'word') return stage === 'gate-start' && model.keyword === 'USER' ? '' : WORDS[model.keyword];
  return RULES.find(({ fits }) => fits(model, stage))?.why ?? '';
}

function copies(pattern: RegExp, fromStage = false) {
  return (model: InstructionModel) => model.kind === 'copy' && (!fromStage || model.from !== undefined) && model.sources.some(source => pattern.test(source));
}

function copiedFrom(stage: RegExp) {
  return (model: InstructionModel) => model.kind === 'copy' && model.from !== undefined && stage.test(model.from._model.name);
}

function runs(pattern: RegExp) {
  return (model: InstructionModel) => model.kind === 'run' && model.commands.some(command => pattern.test(` ${command.join(' ')}`));
}
