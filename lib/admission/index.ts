export { AdmissionKey } from './admission-key';
export { ImageAdmission, ImageAdmissionProps } from './image-admission';
export { OtherImages } from './other-images';
