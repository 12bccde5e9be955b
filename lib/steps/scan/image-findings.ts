import { EcrRepository } from '../registry/ecr-repository';
import { StepFailure } from '../step';
import { AwsError, AwsService } from '../world/aws';
import { wordsOf } from '../world/words-of';
import { World } from '../world/world';
import { Finding, findingsIn, hasFindings, pageShape } from './findings';
import { ScanOptions } from './scan-options';
import { adviceAfter, adviceFor, isOtherKind, nextOf, NO_ANSWER, NO_SCAN, otherKind } from './scan-status';

/** Seconds between two looks. */
const POLL = 10;
/** Findings of a page. */
const PAGE = 1000;

/** Image that is scanned, and how. */
export interface Scanned {
  readonly repository: EcrRepository;
  readonly repositoryArn: string;
  readonly digest: string;
  readonly options: ScanOptions;
}

/** The findings of one image, for which it may have to be waited. */
export class ImageFindings {
  /** Why there are no findings yet. */
  private state = NO_ANSWER;
  /** True if a scan has yet to be asked for with success. */
  private wanted = true;
  private readonly image: string;

  constructor(private readonly world: World, private readonly scanned: Scanned) {
    this.image = `${scanned.repository.uri}@${scanned.digest}`;
  }

  /** @throws StepFailure if there are none in time, or never will be */
  public async read(): Promise<Finding[]> {
    const first = await this.waited();
    const pages = await this.further(first);
    try {
      return findingsIn(pages);
    } catch (error) {
      throw new StepFailure(`the findings of ${this.image} are not what they should be`, String(error));
    }
  }

  private async waited(): Promise<any> {
    const { kind, timeoutMinutes } = this.scanned.options;
    const polls = Math.ceil(timeoutMinutes * 60 / POLL);
    for (let poll = 0; poll <= polls; poll++) {
      if (poll > 0) await this.world.pause(POLL);
      const page = await this.look();
      if (page !== undefined) return page;
    }
    const minutes = Math.floor(polls * POLL / 60);
    throw new StepFailure(`${this.image} has no findings after ${minutes} minutes, its scan has the status ${this.state}: ${adviceAfter(kind, this.state)}`);
  }

  /** The first page of the findings; undefined if they are not there yet. */
  private async look(): Promise<any> {
    const page = await this.firstPage();
    switch (nextOf(this.scanned.options.kind, this.state)) {
      case 'read': return await this.isOfScan(page) ? page : this.pageOfInspector();
      case 'start': return void await this.start();
      case 'wait': return undefined;
      default: {
        const description = page?.imageScanStatus?.description ?? 'no description';
        throw new StepFailure(`${this.image} has no findings, its scan has the status ${this.state} (${description}): ${adviceFor(this.state)}`);
      }
    }
  }

  private async firstPage(): Promise<any> {
    try {
      const page = await this.page();
      this.state = page.imageScanStatus?.status ?? 'no status';
      return page;
    } catch (error) {
      const { code, mayPass } = awsErrorOf(error);
      if (!mayPass && code !== 'ScanNotFoundException') {
        throw new StepFailure(`cannot read the findings of ${this.image}`, wordsOf(error));
      }
      this.state = mayPass ? NO_ANSWER : NO_SCAN;
      return undefined;
    }
  }

  /** True if a page has the findings of a scan, of the kind that was asked for. */
  private async isOfScan(page: any): Promise<boolean> {
    const { repository, options: { kind } } = this.scanned;
    if (isOtherKind(kind, this.state, pageShape(page))) {
      throw new StepFailure(otherKind(kind, repository.uri));
    }
    return hasFindings(page);
  }

  /** ECR says that a scan is complete, or active, and has no findings, also before the first scan: Inspector knows whether it was. */
  private async pageOfInspector(): Promise<any> {
    if (this.scanned.options.kind !== 'inspector' || !await this.isScanned()) return undefined;
    try {
      return await this.page();
    } catch (error) {
      awsErrorOf(error); // the next look tells
      return undefined;
    }
  }

  private async isScanned(): Promise<boolean> {
    const value = `${this.scanned.repositoryArn}/${this.scanned.digest}`;
    try {
      const { coveredResources = [] } = await this.ask('inspector2', 'ListCoverage', { filterCriteria: { resourceId: [{ comparison: 'EQUALS', value }] } });
      return coveredResources.some((resource: any) => resource?.scanStatus?.reason === 'SUCCESSFUL');
    } catch (error) {
      if (awsErrorOf(error).mayPass) return false;
      throw new StepFailure(`cannot ask Amazon Inspector whether it has scanned ${this.image}`, wordsOf(error));
    }
  }

  /** A basic scan. An image is scanned once in 24 hours: where that was, its findings are on the way. */
  private async start(): Promise<void> {
    if (!this.wanted) return;
    try {
      await this.ask('ecr', 'StartImageScan', this.imageInput());
      this.world.say(`a scan of ${this.image} was started`);
    } catch (error) {
      const { code, mayPass } = awsErrorOf(error);
      if (mayPass) return;
      if (code !== 'LimitExceededException') {
        throw new StepFailure(`cannot start a scan of ${this.image}`, wordsOf(error));
      }
    }
    this.wanted = false;
  }

  /** All pages, the first one included. */
  private async further(first: any): Promise<any[]> {
    const pages = [first];
    for (let { nextToken } = first; nextToken; nextToken = pages.at(-1).nextToken) {
      try {
        pages.push(await this.page(nextToken));
      } catch (error) {
        throw new StepFailure(`cannot read the findings of ${this.image}`, wordsOf(error));
      }
    }
    return pages;
  }

  private async page(nextToken?: string): Promise<any> {
    return this.ask('ecr', 'DescribeImageScanFindings', { ...this.imageInput(), maxResults: PAGE, ...nextToken === undefined ? {} : { nextToken } });
  }

  private imageInput(): object {
    const { repository: { account, name }, digest } = this.scanned;
    return { registryId: account, repositoryName: name, imageId: { imageDigest: digest } };
  }

  private ask(service: AwsService, operation: string, input: object): Promise<any> {
    return this.world.aws.call(service, operation, input, { region: this.scanned.repository.region });
  }
}

/** Error of a service. Anything else is a fault of this program. */
function awsErrorOf(error: unknown): AwsError {
  if (!(error instanceof AwsError)) throw error;
  return error;
}
