import { StepFailure } from '../step';
import { AwsCredentials, AwsService } from '../world/aws';
import { wordsOf } from '../world/words-of';
import { World } from '../world/world';
import { Progress } from './progress';

/** How long a service is waited for. */
export interface Patience {
  /** How often it is asked. */
  readonly polls: number;
  /** Seconds between two looks. */
  readonly seconds: number;
}

/** Properties of a deployment. */
export interface DeploymentProps {
  /** The image, by its digest. */
  readonly image: string;
  /** Where the service is. */
  readonly region: string;
  readonly patience: Patience;
}

/** One image on its way to one service. */
export class Deployment {
  public readonly image: string;
  private credentials: AwsCredentials | undefined;

  constructor(private readonly world: World, private readonly props: DeploymentProps) {
    this.image = props.image;
  }

  /** Who or what is deployed to, by a variable; empty where it is not given. */
  public named(variable: string): string {
    return this.world.variables[variable] ?? '';
  }

  public say(line: string): void {
    this.world.say(line);
  }

  /**
   * From here on calls are made by a role of another account, for an hour at most: that is as long as AWS lets one role be
   * taken by another.
   */
  public async takeRole(role: string): Promise<void> {
    const { Credentials: key } = await this.ask(`take the role ${role}`, 'sts', 'AssumeRole', {
      RoleArn: role, RoleSessionName: 'nodejs-image', DurationSeconds: 3600,
    });
    this.credentials = { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey, sessionToken: key.SessionToken };
  }

  /** The answer of a service; what it is for is told where the service refuses. */
  public async ask(what: string, service: AwsService, operation: string, input: object): Promise<any> {
    const { region } = this.props;
    try {
      return await this.world.aws.call(service, operation, input, { region, ...this.credentials && { credentials: this.credentials } });
    } catch (error) {
      throw new StepFailure(`cannot ${what}`, wordsOf(error));
    }
  }

  /** Waits until something has ended; the last that was heard of it is told where the time is over. */
  public async waitFor(what: string, progress: () => Promise<Progress>): Promise<void> {
    const { polls, seconds } = this.props.patience;
    let said = '';
    for (let poll = 0; poll < polls; poll++) {
      const now = await progress();
      if (now.kind === 'ended') return;
      if (now.kind === 'failed') throw new StepFailure(now.reason);
      if (now.state !== said) this.say(`${what}: ${now.state}`);
      said = now.state;
      await this.world.pause(seconds);
    }
    throw new StepFailure(`${what} has not ended after ${polls * seconds} seconds, its state is "${said}": look at the service, or raise "timeout" of the deployment`);
  }
}
