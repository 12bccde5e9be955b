export { AdmissionKey } from './admission-key';
export { ImageAdmission } from './image-admission';
export { ImageAdmissionProps } from './image-admission-props';
export { OtherImages } from './other-images';
