import { existsSync } from 'fs';
import { join } from 'path';
import { LEAST_UNPRIVILEGED_PORT } from '../privileged-port';
import { GATES, prove } from '../shared/gate-files';
import { sleep } from '../shared/processes';
import { Services } from '../shared/services/services';
import { userOf } from '../shared/user';
import { Application, LOOK, Stop } from './application';
import { Check, judgeHealth, runOnce } from './check';
import { judgeAsked, Judgement } from './judge';
import { isHandler, LambdaEndpoint } from './lambda';
import { listeners } from './listening';
import { Output } from './output';
import { Answer, askAsBrowser, judgePage, lookAtPage } from './page';
import { Place } from './place';
import { Part, writeResults } from './report';
import { said } from './said';
import { environmentOf, parseSettings, Settings } from './settings';
import { watch, Watching } from './watch';
import { writtenSince, wroteLine } from './written';

// Starts the release in the build as it will run, and judges what comes of it.
//
// It is the first process of a step that has no network and runs as root, so that it can run the application by the user
// of the image; it writes what every gate writes, below /gates/start.

const GATE = 'start';
const RESULTS = join(GATES, GATE);
const GRACE = 10_000;
const MOST_LOG = 1_000_000;
const LONG = 2;
/** Milliseconds between what we write and the start of a process: times of files are not more exact. */
const TICK = 1;
/** Milliseconds that an application may take to end. */
const SETTLES = 500;

class StartGate {
  private log = '';
  private readonly parts: Part[] = [];
  private began = Date.now();
  private failure?: string;

  constructor(private readonly settings: Settings) {
  }

  public async run(): Promise<number> {
    const services = new Services(this.settings.services, line => this.say(line));
    const ready = await services.start();
    this.parts.push(...services.testCases.map(({ text, ...part }) => ({ ...part, notes: [text] })));
    if (ready) await this.start(services);
    else this.failure = services.failure;
    services.end();
    if (this.failure !== undefined) this.say(`failed: ${this.failure}`);
    const code = this.failure === undefined ? 0 : 1;
    writeResults(RESULTS, code, this.log, this.parts);
    prove(GATE, code === 0);
    return code;
  }

  /** Starts the image beside its services, and judges what comes of it. */
  private async start(services: Services): Promise<void> {
    const { settings } = this;
    const user = userOf(settings.user);
    const place: Place = { directory: settings.directory, cwd: process.cwd(), user: settings.user, exists: existsSync };
    const lambda = isHandler(settings.command) ? await LambdaEndpoint.listen() : undefined;
    const env = environmentOf(process.env, user.home, settings);
    if (lambda) Object.assign(env, { ...lambda.environment, ...settings.environment });
    const except = listeners([]).map(({ port }) => port);
    const output = new Output(user.uid, user.gid, bytes => this.write(bytes.toString()));
    this.say(settings.command.join(' ').slice(0, 500));
    this.began = Date.now();
    const application = new Application(settings.command, user, env, output);
    const port = settings.port === undefined ? undefined : portOf(env.PORT) ?? settings.port;
    const check = settings.health && {
      command: settings.health, path: settings.healthPath, port, place, ...user, env, ended: () => application.ending !== undefined,
    };
    const seen = await watch({
      application, output, settings, place, port, lambda, except, others: services.groups, began: this.began,
      isHealthy: async () => check && (await runOnce(check)).code === 0,
    });
    this.part('starts', seen, [...reach(seen, port)]);
    if (this.failure === undefined && !application.ending && !lambda) {
      await this.check(seen, check, application, output, port);
      await this.look(application, output, place, port, seen);
    }
    if (!application.ending) this.stop(await application.stop(settings.stopSignal, GRACE));
    output.close();
    if (this.failure !== undefined) services.explain();
    application.clear();
    if (this.failure === undefined) this.writes(writtenSince(this.began + TICK, user), lambda !== undefined);
  }

  /** The health check, where there is something to ask. */
  private async check(seen: Watching, check: Check | undefined, application: Application, output: Output, port: number | undefined): Promise<void> {
    const asked = check && (!this.settings.asksPort || seen.listening.some(item => item.port === port));
    if (!asked || seen.verdict !== 'started') return;
    const began = Date.now();
    const judgement = await judgeHealth(check);
    output.drain();
    if (!application.ending) this.part('health check', judgement, [], began);
  }

  /** Asks an application for its first page: of a file that it lacks it says nothing before. */
  private async look(application: Application, output: Output, place: Place, port: number | undefined, { listening }: Watching): Promise<void> {
    const first = listening.find(item => port === undefined || item.port === port);
    if (!first || application.ending) return;
    const before = output.text.length;
    const answer = await askAsBrowser(first.port, '/');
    const status = answer?.status;
    await endOf(application, status);
    output.drain();
    const text = output.text.slice(before);
    const { asksPort } = this.settings;
    const failure = judgeAsked(application.ending, { output: text, place, port, asksPort, listening: listening.map(item => item.port), seconds: 0 });
    if (failure) return this.part('first page', failure, []);
    const cause = said(text, place);
    if (status !== undefined && status >= 400 && cause?.kind === 'fault') {
      this.part('first page', { verdict: 'started', message: `answers / with ${status}`, remedy: undefined }, [`warning: asked for /, it says: ${cause.what}; ${cause.remedy}`]);
    }
    if (answer && !application.ending) await this.browse(answer, first.port);
  }

  /** Asks for what the first page loads: a page that a browser shows nothing of is answered with 200 all the same. */
  private async browse(answer: Answer, port: number): Promise<void> {
    const began = Date.now();
    const page = await lookAtPage(port, answer);
    const judgement = page && judgePage(page, this.settings.isSite);
    if (judgement) this.part('scripts and styles of the first page', judgement, [], began);
  }

  private stop({ ending, seconds, killed }: Stop): void {
    const { init, stopSignal: signal } = this.settings;
    const how = ending.signal ?? ending.code;
    const message = killed ? `had to be killed ${seconds.toFixed(0)} s after ${signal}` : `stopped ${seconds.toFixed(2)} s after ${signal} (${how})`;
    const notes = [
      ...killed ? [`warning: it does not end on ${signal}, so every deployment waits and then kills it with what it is doing; let it close its servers and connections`] : [],
      ...!killed && seconds > LONG ? ['warning: it takes long to stop; an orchestrator may kill it before'] : [],
      ...!killed && !init && ending.signal === signal ? [`warning: it does not handle ${signal}, which the first process of a container then ignores; leave "init" on`] : [],
    ];
    this.part(`stops on ${signal}`, { verdict: 'started', message }, notes, Date.now() - seconds * 1000);
  }

  /** The image is started on a root file system that can be written, which in production it may not be. */
  private writes(directories: readonly string[], inLambda: boolean): void {
    const line = wroteLine(directories, inLambda);
    if (line === undefined) return;
    this.say(line);
    this.parts.push({ name: 'writes', seconds: 0, notes: [line] });
  }

  /** A part of the gate, with its line in the log. */
  private part(name: string, { verdict, message, remedy }: Judgement, notes: readonly string[], began = this.began): void {
    const failed = verdict === 'fault' || (verdict === 'open' && this.settings.required);
    const text = remedy === undefined ? message : `${message}; ${remedy}`;
    const lines = [
      ...verdict === 'started' ? [remedy === undefined ? message : `warning: ${text}`] : [],
      ...verdict === 'open' && !failed ? [`warning: was started, and ${text}`] : [],
      ...notes,
    ];
    lines.forEach(line => this.say(line));
    if (failed) this.failure = text;
    this.parts.push({ name, seconds: (Date.now() - began) / 1000, failure: failed ? text : undefined, notes: lines, open: verdict === 'open' && !failed });
  }

  private say(line: string): void {
    this.write(`${this.log === '' || this.log.endsWith('\n') ? '' : '\n'}[gate start] ${line}\n`);
  }

  private write(text: string): void {
    this.log = (this.log + text).slice(-MOST_LOG);
    process.stdout.write(text);
  }
}

/** Gives an application that did not answer the time to end: what the question has brought down has closed its connections before. */
async function endOf(application: Application, status: number | undefined): Promise<void> {
  for (let waited = 0; status === undefined && !application.ending && waited < SETTLES; waited += LOOK) await sleep(LOOK);
}

/** Remarks on the addresses it listens on. */
function reach({ listening }: Watching, port: number | undefined): string[] {
  const own = listening.filter(item => port === undefined || item.port === port);
  const privileged = listening.find(item => item.port < LEAST_UNPRIVILEGED_PORT);
  return [
    ...privileged ? [`warning: it listens on ${privileged.port}, which ECS, Fargate and many clusters of Kubernetes let root alone do: let it listen on a port from ${LEAST_UNPRIVILEGED_PORT} on`] : [],
    ...loopbackAlone(own),
  ];
}

function loopbackAlone(own: Watching['listening']): string[] {
  return own.length > 0 && own.every(({ loopback }) => loopback)
    ? [`warning: it listens on the loopback address alone, where nothing outside of the container reaches it: let it listen on 0.0.0.0${process.env.HOST ? ' (HOST says otherwise)' : ''}`] : [];
}

/** The variable PORT has the last word, as in the health check. */
function portOf(value: string | undefined): number | undefined {
  return value !== undefined && /^[1-9]\d{0,4}$/.test(value) ? Number(value) : undefined;
}

void new StartGate(parseSettings(process.argv.slice(2))).run().then(
  code => process.exit(process.env.GATE_ON_FAILURE === 'record' ? 0 : code),
  error => {
    console.error('[gate start] the start gate itself failed:', error);
    process.exit(70);
  },
);
