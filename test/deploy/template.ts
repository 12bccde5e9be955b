import { DeployedTemplate as Template } from '../../lib/cli/rehearse/assembly/template';

/** A template with the values that its resources would have in the account of the emulator. */
export class DeployedTemplate extends Template {
  constructor(template: any, stackName: string) {
    super(template, { stackName, account: process.env.AWS_ACCOUNT_ID!, region: process.env.AWS_REGION! });
  }
}
