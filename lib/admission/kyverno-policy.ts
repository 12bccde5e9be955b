import { Duration } from 'aws-cdk-lib';
import { SKEW } from '../attestations/admission/demands';
import { PROVENANCE_TYPE, SIGN_TYPE, SUMMARY_TYPE, TEST_RESULT_TYPE } from '../attestations/predicate-types';
import { RELEASE_POLICY } from '../attestations/verification-summary';

/** The demands of a policy of Kyverno. */
export interface KyvernoDemands {
  readonly name: string;
  /** The URIs of the repositories whose images are looked at. */
  readonly repositories: readonly string[];
  /** The URIs of the repositories that a summary may be of. */
  readonly releasedIn: readonly string[];
  /** Public keys in PEM, and addresses of keys of KMS. */
  readonly keys: readonly string[];
  readonly gates: readonly string[];
  readonly maximumAge?: Duration;
}

/** A condition on the predicate of each statement of a kind. */
interface Condition {
  /** An expression of JMESPath between braces. */
  readonly key: string;
  readonly operator: string;
  readonly value: unknown;
}

/**
 * A policy for Kyverno that demands statements as bundles of Sigstore. Nothing is asked of public logs: the key is trusted.
 *
 * @see https://kyverno.io/docs/policy-types/cluster-policy/verify-images/sigstore/
 */
export function kyvernoPolicyOf({ name, repositories, releasedIn, keys, gates, maximumAge }: KyvernoDemands): { [key: string]: any } {
  const attestors = [{ count: 1, entries: keys.map(key => ({ keys: { ...keyOf(key), rekor: { ignoreTlog: true }, ctlog: { ignoreSCT: true } } })) }];
  const attestation = (type: string, conditions: readonly Condition[] = []) => ({
    type, attestors, ...conditions.length ? { conditions: [{ all: conditions }] } : {},
  });
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: {
      name,
      annotations: { 'policies.kyverno.io/description': 'Pods run images whose gates have passed, by signed statements on their digests.' },
    },
    spec: {
      background: false,
      webhookConfiguration: { failurePolicy: 'Fail', timeoutSeconds: 30 },
      rules: [{
        name: 'gates-have-passed',
        match: { any: [{ resources: { kinds: ['Pod'] } }] },
        verifyImages: [{
          type: 'SigstoreBundle',
          failureAction: 'Enforce',
          imageReferences: repositories.flatMap(repository => [`${repository}:*`, `${repository}@*`]),
          // what is named by a tag is given its digest, so that what was looked at is what runs
          mutateDigest: true,
          verifyDigest: true,
          required: true,
          attestations: [
            attestation(SIGN_TYPE),
            attestation(PROVENANCE_TYPE),
            attestation(TEST_RESULT_TYPE, [equals('result', 'PASSED')]),
            attestation(SUMMARY_TYPE, [
              equals('verificationResult', 'PASSED'),
              equals('policy.uri', RELEASE_POLICY),
              { key: '{{ resourceUri }}', operator: 'AnyIn', value: releasedIn.map(repository => `oci://${repository}`) },
              ...gates.map(gate => equals(`policy.annotations.gates.${JSON.stringify(gate)} || ''`, 'PASSED')),
              age('GreaterThanOrEquals', -SKEW / 1000),
              ...maximumAge ? [age('LessThanOrEquals', maximumAge.toSeconds())] : [],
            ]),
          ],
        }],
      }],
    },
  };
}

function equals(path: string, value: string): Condition {
  return { key: `{{ ${path} }}`, operator: 'Equals', value };
}

/** A condition on the time that has passed since the verification. */
function age(operator: string, seconds: number): Condition {
  return { key: "{{ time_since('', timeVerified, '') }}", operator, value: `${seconds}s` };
}

function keyOf(key: string): object {
  return key.includes('PUBLIC KEY') ? { publicKeys: key } : { kms: key };
}
