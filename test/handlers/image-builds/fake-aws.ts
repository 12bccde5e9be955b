import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import { AddressInfo } from 'net';

/** A build as the fake keeps it; the rest of what CodeBuild answers is derived from it. */
export interface FakeBuild {
  readonly id: string;
  readonly project: string;
  readonly variables: Record<string, string>;
  readonly input: any;
  /** Milliseconds since 1970. */
  readonly started: number;
  status: string;
  digest?: string;
  phases?: unknown[];
  currentPhase?: string;
  logs?: unknown;
}

/** An answer that is no success, given to the next calls of an operation. */
export interface Fault {
  readonly type: string;
  readonly status?: number;
  readonly message?: string;
}

export const DIGEST = `sha256:${'ab'.repeat(32)}`;

const PAGE = 100;

/** Speaks the protocol of CodeBuild and of CloudWatch Logs, as far as the handlers use them. */
export class FakeAws {
  static async start(): Promise<FakeAws> {
    const fake = new FakeAws();
    await fake.listen();
    return fake;
  }

  builds: FakeBuild[] = [];
  projects = ['p-arm64', 'p-amd64', 'p-publish'];
  /** Events of log streams by the ids of builds. A build without any has no stream. */
  logs: Record<string, string[]> = {};
  calls: { operation: string; input: any }[] = [];
  faults: Record<string, Fault[]> = {};
  partition = 'aws';
  /** What happens to a build that is looked at. */
  whenSeen?: (build: FakeBuild) => void;
  now = Date.parse('2030-01-01T00:00:00Z');
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));
  private tokens: Record<string, { id: string; request: string }> = {};

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  listen(): Promise<void> {
    return new Promise(resolve => this.server.listen(0, '127.0.0.1', resolve));
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise(resolve => this.server.close(() => resolve()));
  }

  reset(): void {
    Object.assign(this, { builds: [], logs: {}, calls: [], faults: {}, tokens: {}, partition: 'aws', whenSeen: undefined, projects: ['p-arm64', 'p-amd64', 'p-publish'] });
    this.now = Date.parse('2030-01-01T00:00:00Z');
  }

  /** The inputs of all calls of an operation. */
  inputs(operation: string): any[] {
    return this.calls.filter(call => call.operation === operation).map(({ input }) => input);
  }

  /** The build that the handlers know by this key; the newest if there are several. */
  build(key: string): FakeBuild {
    return this.builds.filter(({ variables }) => variables.BUILD_KEY === key).pop()!;
  }

  /** Ends a build. */
  end(key: string, status = 'SUCCEEDED', digest: string | undefined = status === 'SUCCEEDED' ? DIGEST : undefined): FakeBuild {
    return Object.assign(this.build(key), { status, digest });
  }

  /** A build that others started. */
  addForeign(project: string, count: number, started = this.now): void {
    for (let i = 0; i < count; i++) {
      this.builds.push({ id: `${project}:foreign-${this.builds.length}`, project, variables: {}, input: {}, started, status: 'SUCCEEDED' });
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) { body += chunk; }
    const operation = String(request.headers['x-amz-target']).split('.').pop()!;
    const input = JSON.parse(body);
    this.calls.push({ operation, input });
    const fault = this.faults[operation]?.shift();
    const result = fault ?? (this as any)[`do${operation}`](input);
    const { type, status = 400, message = 'no reason' } = result as Fault;
    response.writeHead(type ? status : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(type ? { __type: type, message } : result));
  }

  protected doListBuildsForProject({ projectName, nextToken, sortOrder }: any): unknown {
    if (!this.projects.includes(projectName)) {
      return { type: 'ResourceNotFoundException', message: `The provided project ${projectName} does not exist` };
    }
    const all = this.builds.filter(({ project }) => project === projectName).sort((a, b) => b.started - a.started).map(({ id }) => id);
    if (sortOrder && all.length > PAGE) {
      return { type: 'InvalidInputException', message: 'sortOrder must not be set' };
    }
    const start = Number(nextToken ?? 0);
    return { ids: all.slice(start, start + PAGE), ...start + PAGE < all.length ? { nextToken: String(start + PAGE) } : {} };
  }

  protected doBatchGetBuilds({ ids }: any): unknown {
    if (ids.length < 1 || ids.length > PAGE) {
      return { type: 'InvalidInputException', message: 'between 1 and 100 ids' };
    }
    // CodeBuild promises no order
    const builds = this.builds.filter(({ id }) => ids.includes(id));
    builds.forEach(build => this.whenSeen?.(build));
    return { builds: builds.map(build => this.render(build)) };
  }

  protected doStartBuild(input: any): unknown {
    const { projectName, idempotencyToken, environmentVariablesOverride } = input;
    if (!this.projects.includes(projectName)) {
      return { type: 'ResourceNotFoundException', message: `Project cannot be found: ${projectName}` };
    }
    const known = this.tokens[idempotencyToken];
    if (known) {
      return known.request === JSON.stringify(input)
        ? { build: this.render(this.builds.find(({ id }) => id === known.id)!) }
        : { type: 'InvalidInputException', message: 'Parameter mismatch for idempotency token' };
    }
    const build: FakeBuild = {
      id: `${projectName}:${this.builds.length}`,
      project: projectName,
      variables: Object.fromEntries(environmentVariablesOverride.map(({ name, value }: any) => [name, value])),
      input,
      started: this.now++,
      status: 'IN_PROGRESS',
    };
    this.builds.push(build);
    this.tokens[idempotencyToken] = { id: build.id, request: JSON.stringify(input) };
    return { build: this.render(build) };
  }

  protected doStopBuild({ id }: any): unknown {
    const build = this.builds.find(other => other.id === id)!;
    build.status = 'STOPPED';
    return { build: this.render(build) };
  }

  protected doGetLogEvents({ logStreamName, limit, startFromHead }: any): unknown {
    const events = this.logs[logStreamName];
    if (!events) {
      return { type: 'ResourceNotFoundException', message: 'The specified log stream does not exist.' };
    }
    const part = startFromHead ? events.slice(0, limit) : events.slice(-limit);
    return { events: part.map(message => ({ message, timestamp: 1, ingestionTime: 1 })) };
  }

  private render({ id, variables, started, status, digest, phases, currentPhase, logs }: FakeBuild): object {
    return {
      id,
      arn: `arn:${this.partition}:codebuild:eu-west-1:111122223333:build/${id}`,
      buildStatus: status,
      currentPhase,
      startTime: started / 1000,
      environment: { environmentVariables: Object.entries(variables).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' })) },
      exportedEnvironmentVariables: digest === undefined ? [] : [{ name: 'IMAGE_DIGEST', value: digest }],
      logs: logs ?? { groupName: 'group', streamName: id },
      phases,
    };
  }
}

/** What the SDK's clients of the handlers need to find the fake. */
export function environmentFor(endpoint: string): Record<string, string> {
  return { AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' };
}
