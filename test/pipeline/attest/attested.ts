import { createHash, generateKeyPairSync, KeyObject, verify } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { ImageSbom } from '../../../lib';
import { stepBuildspec } from '../../../lib/pipeline/steps/image-step';
import { KMS } from '../../shell/kms';
import { AwsScript, runScripted, ScriptedRun } from '../../shell/scripted-run';
import { directoryWith } from '../../temporary';

export const REPOSITORY = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/api';
export const KEY_ARN = 'arn:aws:kms:eu-west-1:123456789012:key/one';
export const SIGNATURE = 'https://sigstore.dev/cosign/sign/v1';
export const PROVENANCE = 'https://slsa.dev/provenance/v1';
const RAW = 'docker buildx imagetools inspect';
const ATTEST = stepBuildspec({ programs: ['handed-on', 'images', 'registry', 'attest'] });

/**
 * Stands for a registry, by the files of a directory, and for where the tool is.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#endpoints
 */
const CURL = `
method=GET headers=/dev/null data=/dev/null
while [ $# -gt 0 ]; do
  case $1 in
    --request) method=$2; shift ;;
    --dump-header) headers=$2; shift ;;
    --output) output=$2; shift ;;
    --data-binary) data=\${2#@}; shift ;;
    --config | --header | --max-time | --retry | --write-out) shift ;;
    https://*) url=$1 ;;
  esac
  shift
done
: >"$output"
: >"$headers"
if [[ $url == https://tools.example.com/* ]]; then exec cp "$REGISTRY/tool.tar.gz" "$output"; fi
answer() { printf '%s' "$1"; exit 0; }
show() { [ -e "$1" ] || answer 404; cp "$1" "$output"; answer 200; }
path=\${url%%\\?*}
name=\${path##*/}
if [ -n "\${REFUSED-}" ] && [[ "$method $path" == *$REFUSED* ]]; then printf 'go away' >"$output"; answer 403; fi
case $method-$path in
  GET-*/manifests/* | HEAD-*/manifests/*) show "$REGISTRY/manifests/$name" ;;
  GET-*/blobs/* | HEAD-*/blobs/*) show "$REGISTRY/blobs/$name" ;;
  GET-*/referrers/*)
    list=
    [ ! -e "$REGISTRY/referrers/$name" ] || list=$(paste --serial --delimiters=, "$REGISTRY/referrers/$name")
    printf '{"manifests":[%s]}' "$list" >"$output"
    answer 200 ;;
  POST-*/blobs/uploads/) printf 'Location: %s1?state=one\\r\\n' "$path" >"$headers"; answer 202 ;;
  PATCH-*/blobs/uploads/1) cp "$data" "$REGISTRY/upload"; printf 'location: %s?state=two\\r\\n' "$path" >"$headers"; answer 202 ;;
  PUT-*/blobs/uploads/1)
    digest=\${url#*digest=}
    [ "$digest" = "sha256:$(sha256sum "$REGISTRY/upload" | cut -d ' ' -f 1)" ] || answer 400
    mv "$REGISTRY/upload" "$REGISTRY/blobs/$digest"
    answer 201 ;;
  PUT-*/manifests/*)
    cp "$data" "$REGISTRY/manifests/$name"
    { read -r subject && cat >>"$REGISTRY/referrers/$subject"; } \
      < <(jq --raw-output --arg digest "$name" '.subject.digest, ({digest: $digest, artifactType, annotations} | tojson)' "$data")
    answer 201 ;;
esac
answer 405
`;

/** A statement that is attached, whose signature is checked by Node.js itself. */
export interface Attached {
  readonly statement: any;
  readonly envelope: any;
}

/** A repository with images that refer to nothing, and who signs. */
export class Registry {
  public readonly digest: string;
  public readonly publicKey: KeyObject;
  private readonly directory = directoryWith({ 'blobs/.keep': '', 'referrers/.keep': '', 'manifests/.keep': '' });

  constructor(private readonly manifest: object = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json' }) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.publicKey = publicKey;
    this.write('one.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }));
    this.digest = this.add(manifest);
  }

  /** Adds a manifest. */
  public add(manifest: object): string {
    const text = JSON.stringify(manifest);
    const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
    this.write(`manifests/${digest}`, text);
    return digest;
  }

  /** Puts the tool for an SBOM where it is downloaded from; gives its sum. */
  public addTool(archive: Buffer): string {
    this.write('tool.tar.gz', archive);
    return createHash('sha256').update(archive).digest('hex');
  }

  /** Runs the step. */
  public attest({ sbom, environment, script }: { sbom?: ImageSbom; environment?: Record<string, string>; script?: AwsScript } = {}): ScriptedRun {
    return runScripted(ATTEST, {
      REPOSITORY, KEY_ARN, IMAGE_DIGEST: this.digest, CONTENT_TAG: 'c0ffee', BUILDER: 'pipeline', SBOM: sbom?._variable() ?? '{}',
      REGISTRY: this.directory, KEYS: this.directory, ...environment,
    }, { [RAW]: [{ json: this.manifest }], ...script }, { programs: { curl: CURL, ...script ? {} : { aws: KMS } } });
  }

  /** What is attached to an image, in its order. */
  public attached(digest = this.digest): Attached[] {
    const list = path.join(this.directory, 'referrers', digest);
    const lines = fs.existsSync(list) ? fs.readFileSync(list, 'utf8').trimEnd().split('\n') : [];
    return lines.map(line => {
      const { layers: [{ digest: layer }] } = JSON.parse(this.read(`manifests/${JSON.parse(line).digest}`));
      const { dsseEnvelope: envelope } = JSON.parse(this.read(`blobs/${layer}`));
      return { envelope, statement: JSON.parse(Buffer.from(envelope.payload, 'base64').toString('utf8')) };
    });
  }

  /** Changes what is attached, as somebody would who may push, but not sign. */
  public tamper(change: (envelope: any) => void): void {
    for (const name of fs.readdirSync(path.join(this.directory, 'blobs'))) {
      const bundle = JSON.parse(this.read(`blobs/${name}`) || '{}');
      if (!bundle.dsseEnvelope) continue;
      change(bundle.dsseEnvelope);
      this.write(`blobs/${name}`, JSON.stringify(bundle));
    }
  }

  /** Makes what refers to one image refer to another, as a registry would that is not to be trusted. */
  public move(from: string, to: string): void {
    fs.renameSync(path.join(this.directory, 'referrers', from), path.join(this.directory, 'referrers', to));
  }

  private read(name: string): string {
    return fs.readFileSync(path.join(this.directory, name), 'utf8');
  }

  private write(name: string, content: string | Buffer): void {
    fs.writeFileSync(path.join(this.directory, name), content);
  }
}

/**
 * Whether the signature of an envelope is one by a key.
 *
 * @see https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md
 */
export function verified({ payload, payloadType, signatures: [{ sig }] }: any, key: KeyObject): boolean {
  const text = Buffer.from(payload, 'base64');
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${text.length} `), text]);
  return verify('sha256', signed, key, Buffer.from(sig, 'base64'));
}
