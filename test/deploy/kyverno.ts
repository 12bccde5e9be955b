import { spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { temporaryDirectory } from '../container/engine';
import { goTool } from './go-tools';

/** What the documentation says admits pods. Its module replaces another one, so that it is compiled within itself. */
export const KYVERNO = ['github.com/kyverno/kyverno@v1.19.1', 'cmd/cli/kubectl-kyverno'] as const;

/**
 * Has Kyverno apply a policy to pods, as it does where they are admitted. Tells of each image whether its pod is.
 *
 * @param images Images by names.
 */
export async function admitted(
  policy: object, images: { readonly [name: string]: string }, environment: Record<string, string> = {},
): Promise<Record<string, boolean>> {
  const directory = temporaryDirectory();
  const names = Object.keys(images);
  const pods = names.map((name, index) => (
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: `pod-${index}`, namespace: 'default' }, spec: { containers: [{ name: 'web', image: images[name] }] } }));
  const [policyFile, podsFile] = [path.join(directory, 'policy.yaml'), path.join(directory, 'pods.yaml')];
  fs.writeFileSync(policyFile, JSON.stringify(policy));
  fs.writeFileSync(podsFile, pods.map(pod => JSON.stringify(pod)).join('\n---\n'));
  const words = ['apply', policyFile, '--resource', podsFile, '--registry', '--policy-report', '--output-format', 'json', '--continue-on-fail'];
  // the registry and KMS answer in this process, so that it must not wait
  const child = spawn(goTool(...KYVERNO), words, {
    env: { ...process.env, SSL_CERT_FILE: path.join(process.env.ENGINE_STATE ?? '', 'tls', 'ca.crt'), ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', text => output += text);
  child.stderr.setEncoding('utf8').on('data', text => errors += text);
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  // a warning may stand before the report
  const { results = [] } = JSON.parse(/^\{.*\}$/m.exec(output)?.[0] ?? '{}') as { results?: { result: string; resources: { name: string }[] }[] };
  return Object.fromEntries(names.map((name, index) => {
    const own = results.filter(({ resources }) => resources.some(resource => resource.name === `pod-${index}`)).map(({ result }) => result);
    // neither admitted nor refused is neither
    if (own.length === 0) throw new Error(`kyverno said nothing of ${name}:\n${output.slice(-3000)}${errors.slice(-3000)}`);
    return [name, own.every(result => result === 'pass')];
  }));
}
