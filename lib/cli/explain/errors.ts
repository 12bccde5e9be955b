import { Explanation } from './explanation';

/** Cause and cure of a kind of error. */
export interface ErrorExplanation extends Explanation {
  /** A message of this kind, as it is thrown. */
  readonly example: string;
}

/** Every kind of error by its name, which stands in front of its message. */
export const ERRORS: { readonly [name: string]: ErrorExplanation } = {
  ProjectError: {
    cause: 'The project cannot be read, contradicts itself, or asks for something that is not supported. Reading a directory throws nothing else.',
    cure: 'Change the file or the prop that the message names. cdk-nodejs-image inspect shows what is read, and from which line.',
    example: 'there is no directory /services/api: change the prop directory',
  },
  ImageError: {
    cause: 'The options give no image: a value is not what it may be, or two of them contradict each other.',
    cure: 'Change the prop that the message names. It shows what was received and what may be there.',
    example: 'the name of a gate must be lowercase letters, digits and "-", received "Unit Tests"; set its option "name"',
  },
  DockerfileError: {
    cause: 'A value cannot be expressed in a Dockerfile or a .dockerignore.',
    cure: 'Give another value. What would be another instruction or another word of a shell is refused, never rewritten.',
    example: 'the name of an environment variable must match ^[A-Za-z_][A-Za-z0-9_]*$, received "A B"',
  },
  DeliveryError: {
    cause: 'The image cannot be delivered: a prop of the construct is not what it may be, holds a token where text is written, or asks for what the repository or the build cannot do. The path of the construct stands in front where the props are at fault.',
    cure: 'Change the prop that the message names. A value that is known only while deploying goes to the running container, or to the build by its environment.',
    example: 'Stack/Api: "gates[0]" must be a Gate, received "test"; write Gate.script("test")',
  },
  PipelineError: {
    cause: 'A pipeline cannot be made of what was given.',
    cure: 'Change what the message names.',
    example: 'a repository of GitHub must be given as "owner/name", received "api"',
  },
  AdmissionError: {
    cause: 'What may run cannot be decided by what was given: nobody signs, no service is named, or a value is not what it may be.',
    cure: 'Change what the message names. Admission asks for the keys that sign, and for the services that are to be held to them.',
    example: 'AdmissionKey.publicKey() takes a public key of the curve P-256 in PEM, received "alias/signing"; write the text itself, or use AdmissionKey.kms(key)',
  },
  CommandError: {
    cause: 'The command cannot do what it was asked for. It prints the sentence and ends by 1 where a gate or the build failed, by 2 where an option or the project is not what it has to be, by 3 where no Docker engine answers.',
    cure: 'Do what the sentence says; --help shows the options.',
    example: 'there is no warning "no-lockfil"; did you mean "no-lockfile"? (cdk-nodejs-image explain lists all)',
  },
};
