import { createHash, generateKeyPairSync, sign, verify } from 'crypto';
import { signedBytes, signedIn } from '../../../lib/attestations/bundle';
import { Claim, parseStatement } from '../../../lib/attestations/statement';
import { packed } from '../../../lib/steps/evidence/evidence';
import { FakeRegistry } from '../../steps/registry/fake-registry';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A key of KMS in memory, and what is signed with it. */
export const KMS: { readonly [operation: string]: (input: any) => object } = {
  'kms GetPublicKey': () => ({ KeySpec: 'ECC_NIST_P256', PublicKey: publicKey.export({ type: 'spki', format: 'der' }) }),
  // Node.js signs no hash: it signs the hash of it, which is what is verified here
  'kms Sign': ({ Message }) => ({ Signature: sign('sha256', Message, privateKey) }),
  'kms Verify': ({ Message, Signature }) => ({ SignatureValid: verify('sha256', Message, publicKey, Signature) }),
};

/** The images of a registry in memory: what has which tag, and manifests with what is attached to them. */
export class SimulatedImages {
  /** Digests by references: tags, and images that are there. */
  public readonly references = new Map<string, string>();
  public readonly registry = new FakeRegistry();

  /** Pushes an image of a content; the same content gives the same image. */
  public push(repository: string, content: string): string {
    return this.add(repository, { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config: { digest: `sha256:${createHash('sha256').update(content).digest('hex')}` }, layers: [] });
  }

  /** The statements that are attached to an image, and signed. */
  public statementsOn(digest: string): Claim[] {
    return [...this.registry.manifests].flatMap(([key, { text }]) => {
      const { subject, layers } = JSON.parse(text);
      if (subject?.digest !== digest) return [];
      const signed = signedIn(this.registry.blobs.get(`${key.split('/manifests/')[0]}/blobs/${layers[0].digest}`)!.toString('utf8'))!;
      if (!verify('sha256', createHash('sha256').update(signedBytes(signed.payload)).digest(), publicKey, signed.signature)) return [];
      return [parseStatement(signed.payload.toString('utf8'))!];
    });
  }

  /** What `docker buildx imagetools` does. */
  public imagetools([operation, ...words]: readonly string[]): { code?: number; stdout?: string; stderr?: string } {
    if (operation === 'inspect') {
      const reference = words.find(word => word.includes('/'))!;
      const digest = this.references.get(reference);
      if (digest === undefined) return { code: 1, stderr: `ERROR: ${reference}: not found\n` };
      return { stdout: words.includes('--raw') ? this.registry.manifests.get(`${reference.split('@')[0]}/manifests/${digest}`)!.text : JSON.stringify({ digest }) };
    }
    const images = words.filter(word => word.includes('@'));
    const [repository] = images[0].split('@');
    const index = { schemaVersion: 2, manifests: images.map((image, number) => ({ digest: image.split('@')[1], platform: { os: 'linux', architecture: String(number) } })) };
    if (words.includes('--dry-run')) return { stdout: JSON.stringify(index) };
    this.references.set(words[words.indexOf('--tag') + 1], images.length > 1 ? this.add(repository, index) : images[0].split('@')[1]);
    return {};
  }

  private add(repository: string, manifest: object): string {
    const digest = this.registry.add(repository, manifest);
    this.references.set(`${repository}@${digest}`, digest);
    return digest;
  }
}

/** What a build records of its gates, as JSON in a variable of it names them. */
export function evidenceOf({ GATES, SOURCE_VERSION }: Record<string, string>): string {
  const gates = JSON.parse(GATES).map((gate: string) => ({ gate, result: 'PASSED', passedTests: [`run ${gate}`], warnedTests: [], failedTests: [] }));
  return packed({ commit: SOURCE_VERSION, dockerfile: 'd'.repeat(64), materials: [], gates });
}
