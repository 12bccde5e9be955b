import { Alias, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { ImageRepository, ImageSigning } from '../../../lib';
import { AttestStep } from '../../../lib/pipeline/attest/attest-step';
import { statements, synthesize } from '../../delivery/delivery-stack';

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
    new AttestStep(within, 'Attest', { repository: new ImageRepository(within, 'Images'), signing: ImageSigning.cosign(alias), builder: 'pipeline' });
  });

  expect(statements(stack).filter(({ Action }) => [Action].flat().includes('kms:Sign')).map(({ Resource }) => Resource))
    .toEqual(['arn:aws:kms:eu-central-1:123456789012:key/one']);
});
