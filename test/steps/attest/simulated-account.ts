import { createHash, generateKeyPairSync, KeyObject, sign, verify } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { signedBytes, signedIn } from '../../../lib/attestations/bundle';
import { Claim, parseStatement } from '../../../lib/attestations/statement';
import { junit } from '../../../lib/programs/shared/junit';
import { AwsError } from '../../../lib/steps/world/aws';
import { World } from '../../../lib/steps/world/world';
import { FakeRegistry, sha256 } from '../registry/fake-registry';

const HOST = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
export const REPOSITORY = `${HOST}/api`;
export const KEY_ARN = 'arn:aws:kms:eu-central-1:123456789012:key/one';
export const OTHER_KEY_ARN = `${KEY_ARN}-of-another`;
const KEYS = new Map<string, { publicKey: KeyObject; privateKey: KeyObject }>([KEY_ARN, OTHER_KEY_ARN].map(arn => [arn, generateKeyPairSync('ec', { namedCurve: 'P-256' })]));
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/** What a gate does in a build. */
export type Outcome = 'passes' | 'fails' | 'tests nothing' | 'ignores a failure' | 'leaves no report' | 'is skipped';

/** What happened in a build, whatever anybody says of it. */
export interface Truth {
  readonly outcomes: { readonly [gate: string]: Outcome };
  readonly commit: string;
  /** The gates whose command passes whatever its tests say. */
  readonly unproven: readonly string[];
}

/** What is wrong during a step. */
export interface Faults {
  /** The request, call or program at which something is refused, counted from the first. */
  readonly refused?: { readonly what: 'request' | 'table' | 'kms' | 'push' | 'docker'; readonly at: number };
}

/** A signed statement in the registry, and what it is attached to. */
export interface Found extends Claim {
  readonly attachedTo: string;
}

/** A registry, a table and a key, in memory, and builders that run gates as they are told. */
export class SimulatedAccount {
  public readonly registry = new FakeRegistry();
  /** What happened in the builds that made an image. */
  public readonly truth = new Map<string, Truth[]>();
  public readonly tags = new Map<string, string>();
  private readonly table = new Map<string, any>();
  private nonce = 0;

  constructor(private readonly directory: string) {}

  /** The world of a step. Where it builds, `truth` is what happens. */
  public world(variables: Record<string, string>, faults: Faults = {}, truth?: Truth & { readonly reproducible: boolean }): World {
    const source = path.join(this.directory, String(this.nonce++));
    const work = path.join(source, '.nodejs-image');
    if (truth) {
      fs.mkdirSync(path.join(work, 'context'), { recursive: true });
      fs.writeFileSync(path.join(work, 'context', 'Dockerfile'), 'FROM scratch\n');
    }
    const counts: Record<string, number> = {};
    const refused = (what: NonNullable<Faults['refused']>['what']) => {
      counts[what] = (counts[what] ?? -1) + 1;
      return faults.refused?.what === what && faults.refused.at === counts[what];
    };
    let built = '';
    const docker = (words: readonly string[]): { code?: number; stdout?: string; stderr?: string } => {
      if (refused('docker')) return { code: 1, stderr: 'ERROR: killed\n' };
      if (words[0] === 'login' || words[0] === 'tag') return {};
      if (words[0] === 'push') {
        if (refused('push')) return { code: 1, stderr: 'denied\n' };
        const manifest = { schemaVersion: 2, mediaType: MANIFEST, config: { digest: sha256(built) }, layers: [] };
        const digest = this.registry.add(REPOSITORY, manifest);
        this.tags.set(words[1], digest);
        this.truth.set(digest, [...this.truth.get(digest) ?? [], truth!]);
        return { stdout: `x: digest: ${digest} size: 1\n` };
      }
      if (words[1] === 'build') {
        const report = words.find(word => word.startsWith('type=local,dest='));
        if (report !== undefined) this.gates(report.slice('type=local,dest='.length), truth!);
        const failed = Object.values(truth!.outcomes).includes('fails');
        built = `${variables.CONTENT_TAG}${variables.TAG_SUFFIX ?? ''}${truth!.reproducible ? '' : this.nonce++}`;
        // there is no release without what a passing gate leaves
        return report === undefined && failed ? { code: 1, stderr: 'ERROR: failed to solve\n' } : {};
      }
      return this.imagetools(words.slice(2));
    };
    return {
      variables: { REPOSITORY, RECORDS: 'records', KEY_ARN, CODEBUILD_BUILD_ARN: 'arn:aws:codebuild:eu-central-1:123456789012:build/api:1', CODEBUILD_BUILD_ID: `api:${this.nonce}`, CODEBUILD_INITIATOR: 'codepipeline/api', ...variables },
      source,
      work,
      aws: { call: async (service, operation, input) => {
        if (service === 'ecr') return { authorizationData: [{ authorizationToken: Buffer.from('AWS:x').toString('base64') }] };
        if (refused(service === 'kms' ? 'kms' : 'table')) throw new AwsError('InternalServerError', 'by the simulation', false);
        return service === 'kms' ? this.kms(operation, input) : this.records(operation, input);
      } },
      fetch: (address, init) => refused('request') ? Promise.resolve(new Response('no', { status: 403 })) : this.registry.fetch(address, init),
      run: async (_, words) => {
        const { code = 0, stdout = '', stderr = '' } = docker(words);
        return { code, stdout, stderr, output: stdout + stderr };
      },
      now: () => 1_790_000_000_000,
      pause: async () => undefined,
      say: () => undefined,
      show: () => undefined,
    };
  }

  /** All that is signed with our key, as a verifier finds it that knows nothing of this library. */
  public statements(): Found[] {
    const { publicKey } = KEYS.get(KEY_ARN)!;
    return [...this.registry.manifests.values()].flatMap(({ text }) => {
      const { subject, layers } = JSON.parse(text);
      if (!subject) return [];
      const signed = signedIn(this.registry.blobs.get(`${REPOSITORY}/blobs/${layers[0].digest}`)?.toString('utf8') ?? '');
      if (!signed || !verify('sha256', createHash('sha256').update(signedBytes(signed.payload)).digest(), publicKey, signed.signature)) return [];
      return [{ ...parseStatement(signed.payload.toString('utf8'))!, attachedTo: subject.digest }];
    });
  }

  /** The images of an index, or the image itself. */
  public platforms(digest: string): string[] {
    const { manifests } = JSON.parse(this.registry.manifests.get(`${REPOSITORY}/manifests/${digest}`)?.text ?? '{}');
    return manifests?.map((one: any) => one.digest) ?? [digest];
  }

  /** Takes an image out of the repository, as a lifecycle does. */
  public expire(digest: string): void {
    this.registry.manifests.delete(`${REPOSITORY}/manifests/${digest}`);
  }

  /** Attaches what is attached to one image to another, too. */
  public replay(from: string, to: string): void {
    for (const { text } of [...this.registry.manifests.values()]) {
      const manifest = JSON.parse(text);
      if (manifest.subject?.digest === from) this.registry.add(REPOSITORY, { ...manifest, subject: { ...manifest.subject, digest: to } });
    }
  }

  private gates(directory: string, { outcomes }: Truth): void {
    for (const [gate, outcome] of Object.entries(outcomes)) {
      const to = path.join(directory, gate);
      fs.mkdirSync(path.join(to, 'reports/JUNITXML'), { recursive: true });
      if (outcome === 'is skipped') continue;
      fs.writeFileSync(path.join(to, 'exit-code'), outcome === 'fails' ? '1\n' : '0\n');
      if (outcome === 'leaves no report') continue;
      const cases = { 'test-cases': outcome === 'tests nothing' ? '0' : '1' };
      fs.writeFileSync(path.join(to, 'junit.xml'), junit(gate, [{ name: `run ${gate}`, seconds: 1, text: '' }], cases));
      if (outcome === 'ignores a failure') fs.writeFileSync(path.join(to, 'reports/JUNITXML/junit.xml'), '<testsuite><testcase name="adds"><failure/></testcase></testsuite>');
    }
  }

  private imagetools([operation, ...words]: readonly string[]): { code?: number; stdout?: string; stderr?: string } {
    if (operation === 'inspect') {
      const reference = words.find(word => word.startsWith(HOST))!;
      const digest = reference.includes('@') ? reference.split('@')[1] : this.tags.get(reference);
      const text = this.registry.manifests.get(`${REPOSITORY}/manifests/${digest}`)?.text;
      if (text === undefined) return { code: 1, stderr: `ERROR: ${reference}: not found\n` };
      return { stdout: words.includes('--raw') ? text : JSON.stringify({ digest }) };
    }
    const images = words.filter(word => word.includes('@')).map(word => word.split('@')[1]);
    const index = { schemaVersion: 2, manifests: images.map((digest, number) => ({ digest, platform: { os: 'linux', architecture: String(number) } })) };
    if (words.includes('--dry-run')) return { stdout: JSON.stringify(index) };
    const digest = images.length > 1 ? this.registry.add(REPOSITORY, index) : images[0];
    this.tags.set(words[words.indexOf('--tag') + 1], digest);
    return {};
  }

  private records(operation: string, { Key, Item, ConditionExpression, ExpressionAttributeValues: values }: any): any {
    const { Repository, Tag } = Key ?? Item;
    const key = `${Repository.S} ${Tag.S}`;
    const there = this.table.get(key);
    if (operation === 'GetItem') return { Item: there };
    if (operation === 'DeleteItem') {
      this.table.delete(key);
      return {};
    }
    const digests = [values?.[':before']?.S, values?.[':digest']?.S];
    if (ConditionExpression?.startsWith('attribute_not_exists(Digest)') && there && !digests.includes(there.Digest.S)) {
      throw new AwsError('ConditionalCheckFailedException', 'no', false);
    }
    this.table.set(key, Item);
    return {};
  }

  private kms(operation: string, { KeyId, Message, Signature }: any): any {
    const { publicKey, privateKey } = KEYS.get(KeyId)!;
    if (operation === 'GetPublicKey') return { KeySpec: 'ECC_NIST_P256', PublicKey: publicKey.export({ type: 'spki', format: 'der' }) };
    // Node.js signs no hash: it signs the hash of it, which is what is verified here
    if (operation === 'Sign') return { Signature: sign('sha256', Message, privateKey) };
    return { SignatureValid: verify('sha256', Message, publicKey, Signature) };
  }
}
