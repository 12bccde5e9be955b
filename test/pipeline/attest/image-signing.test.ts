import { Stack } from 'aws-cdk-lib';
import { Alias, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { ImageRepository, ImageSigning } from '../../../lib';
import { ImageRecords } from '../../../lib/delivery/repository/image-records';
import { AttestStep } from '../../../lib/pipeline/attest/attest-step';
import { statements, synthesize } from '../../delivery/delivery-stack';

/** The step, for a repository of its own. */
function attestStep(stack: Stack, signing: ImageSigning): AttestStep {
  const repository = new ImageRepository(stack, 'Images');
  return new AttestStep(stack, { repository, records: ImageRecords.of(stack, repository), signing, run: {} });
}

test('signs with the key that it is given', () => {
  synthesize(stack => {
    const key = new Key(stack, 'Key', { keySpec: KeySpec.ECC_NIST_P256, keyUsage: KeyUsage.SIGN_VERIFY });

    expect(ImageSigning.cosign(key).key).toBe(key);
  });
});

test('by an alias it may use the key that the alias is of, because a policy for an alias allows nothing', () => {
  const stack = synthesize(within => {
    const targetKey = Key.fromKeyArn(within, 'Key', 'arn:aws:kms:eu-central-1:123456789012:key/one');
    const alias = new Alias(within, 'Alias', { aliasName: 'alias/images', targetKey });
    attestStep(within, ImageSigning.cosign(alias));
  });

  expect(statements(stack).filter(({ Action }) => [Action].flat().includes('kms:Sign')).map(({ Resource }) => Resource))
    .toEqual(['arn:aws:kms:eu-central-1:123456789012:key/one']);
});

test('an alias of which only the name is known is refused, because nothing would be granted', () => {
  expect(() => synthesize(stack => {
    const alias = Alias.fromAliasName(stack, 'Signing', 'alias/images');
    attestStep(stack, ImageSigning.cosign(alias));
  })).toThrow('nothing can be granted on the key Stack/Signing, because only the name of its alias is known; give the key itself, as by Key.fromKeyArn, or set the feature flag '
    + '"@aws-cdk/aws-kms:applyImportedAliasPermissionsToPrincipal" in cdk.json');
});

test('such an alias is taken where the feature flag lets the CDK grant by its name', () => {
  const stack = synthesize(within => {
    within.node.setContext('@aws-cdk/aws-kms:applyImportedAliasPermissionsToPrincipal', true);
    const alias = Alias.fromAliasName(within, 'Signing', 'alias/images');
    attestStep(within, ImageSigning.cosign(alias));
  });

  expect(statements(stack).filter(({ Action }) => [Action].flat().includes('kms:Sign')).map(({ Condition }) => Condition))
    .toEqual([{ 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/images' } }]);
});
