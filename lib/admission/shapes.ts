import { DURATION } from '../codebuild/kinds';
import { foreign, instanceOf, listOf, required, shape, TEXT } from '../props/index';
import { AdmissionKey } from './admission-key';
import type { ImageAdmissionProps } from './image-admission';
import { OtherImages } from './other-images';

const REPOSITORY = foreign('IRepository', value => typeof value === 'string' ? `Repository.fromRepositoryName(this, "Images", ${JSON.stringify(value)})` : undefined);

const ADMISSION_KEY = instanceOf('AdmissionKey', () => AdmissionKey, {
  example: 'AdmissionKey.kms(key)',
  instead: value => typeof value === 'string' && value.includes('PUBLIC KEY') ? 'AdmissionKey.publicKey(text)' : undefined,
});

const OTHER_IMAGES = instanceOf('OtherImages', () => OtherImages, {
  example: 'OtherImages.REFUSE',
  instead: value => String(value).toLowerCase() === 'admit' ? 'OtherImages.ADMIT' : undefined,
});

export const IMAGE_ADMISSION_PROPS = shape<ImageAdmissionProps>('ImageAdmissionProps', {
  repositories: required(listOf(REPOSITORY)),
  keys: required(listOf(ADMISSION_KEY)),
  otherImages: required(OTHER_IMAGES),
  releasedIn: listOf(REPOSITORY),
  gates: listOf(TEXT),
  maximumAge: DURATION,
});
