import { Duration, PropertyInjectors } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Platform, SigningProfile } from 'aws-cdk-lib/aws-signer';
import { ImageRepository, ManagedSigning, ManagedSigningProps } from '../../../lib';
import { statements, synthesize } from '../delivery-stack';

const signed = (props: ManagedSigningProps = {}, names = ['one', 'two']) => synthesize(stack => {
  const managedSigning = new ManagedSigning(stack, 'Signing', props);
  const repositories = names.map(repositoryName => new ImageRepository(stack, repositoryName, { repositoryName, managedSigning }));
  repositories.forEach(repository => repository.grantPullPush(new Role(stack, `${repository.node.id} pushes`, { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') })));
});

test('the registry has one configuration for all repositories that are to be signed', () => {
  const { resources } = signed();

  expect(resources('AWS::Signer::SigningProfile')).toEqual([expect.objectContaining({ PlatformId: 'Notation-OCI-SHA384-ECDSA' })]);
  expect(resources('AWS::ECR::SigningConfiguration')).toEqual([{ Rules: [{
    SigningProfileArn: { 'Fn::GetAtt': [expect.stringMatching(/^SigningProfile/), 'Arn'] },
    RepositoryFilters: ['one', 'two'].map(name => ({ Filter: { Ref: expect.stringMatching(new RegExp(`^${name}`)) }, FilterType: 'WILDCARD_MATCH' })),
  }] }]);
});

test('who may push may have it signed', () => {
  const allowed = statements(signed()).filter(({ Action }) => Action === 'signer:SignPayload');

  expect(allowed).toHaveLength(2);
  allowed.forEach(({ Resource }) => expect(Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^SigningProfile/), 'Arn'] }));
});

test('a profile may be given, and signatures may end', () => {
  expect(signed({ signatureValidity: Duration.days(90) }).resources('AWS::Signer::SigningProfile')[0].SignatureValidityPeriod).toEqual({ Type: 'DAYS', Value: 90 });
  expect(() => synthesize(stack => {
    new ManagedSigning(stack, 'Signing', { profile: new SigningProfile(stack, 'Profile', { platform: Platform.NOTATION_OCI_SHA384_ECDSA }), signatureValidity: Duration.days(1) });
  })).toThrow('"profile" of Stack/Signing says how long a signature counts, and so does "signatureValidity"; leave one of the two props out');
});

test('for no repository it would be for all of the registry, and for too many ECR takes none', () => {
  expect(() => signed({}, [])).toThrow('Stack/Signing signs the images of no repository; give it to an ImageRepository as "managedSigning"');
  expect(() => signed({}, Array.from({ length: 101 }, (_, index) => `r${index}`))).toThrow('must be for at most 100 repositories, which is what ECR takes in a rule, received 101');
});

test('an organisation sets how long signatures count, once for all of its stacks', () => {
  const { resources } = synthesize(stack => {
    const inject = (props: ManagedSigningProps) => ({ signatureValidity: Duration.days(30), ...props });
    PropertyInjectors.of(stack).add({ constructUniqueId: ManagedSigning.PROPERTY_INJECTION_ID, inject });
    new ImageRepository(stack, 'Images', { managedSigning: new ManagedSigning(stack, 'Signing') });
  });

  expect(resources('AWS::Signer::SigningProfile')[0].SignatureValidityPeriod).toEqual({ Type: 'DAYS', Value: 30 });
});
