import { IsCompleteAnswer, OnEventAnswer, ResourceEvent } from './event';
import { isComplete as checkBuilds } from './is-complete';
import { onEvent as startBuilds } from './on-event';
import { awsServices, Services } from './services';

let services: Services | undefined;

/** Handler that Lambda calls when CloudFormation creates, updates or deletes the resource. */
export async function onEvent(event: ResourceEvent): Promise<OnEventAnswer> {
  return startBuilds(services ??= awsServices(), event);
}

/** Handler that Lambda calls again and again until the image is there or it fails. */
export async function isComplete(event: ResourceEvent): Promise<IsCompleteAnswer> {
  return checkBuilds(services ??= awsServices(), event);
}
