import { BaseImage } from '../base-image';
import { ImageError } from '../image-error';
import { Service } from '../service';

/** A service with everything decided: one stage for all gates that have it. */
export interface PlannedService {
  readonly service: Service;
  readonly stage: string;
  /** The reference of its image, and the build argument that replaces it. */
  readonly image: string;
  readonly argument: string;
}

/** Something that has services. */
interface WithServices {
  /** In the words of a message. */
  readonly title: string;
  readonly services: readonly Service[];
}

/** Decides the stages of all services that gates have. */
export function planServices(users: readonly WithServices[], baseImage: BaseImage): PlannedService[] {
  users.forEach(requireBeside);
  const planned = new Map<string, PlannedService>();
  for (const { title, services } of users) {
    for (const service of services) {
      const { name, image = `${baseImage._registry}/${service._official}` } = service;
      const before = planned.get(name);
      if (before !== undefined && (before.image !== image || JSON.stringify(before.service._run) !== JSON.stringify(service._run))) {
        throw new ImageError(`${title} has a service named ${JSON.stringify(name)} that is another one than that of a gate before it; set the option "name" of one`);
      }
      planned.set(name, before ?? { service, stage: `service-${name}`, image, argument: `SERVICE_${name.toUpperCase().replace(/-/g, '_')}_IMAGE` });
    }
  }
  return [...planned.values()];
}

/** Services of one gate share its loopback address and its environment. */
function requireBeside({ title, services }: WithServices): void {
  services.forEach((service, index) => {
    for (const other of services.slice(0, index)) {
      if (other.name === service.name) throw new ImageError(`${title} has two services named ${JSON.stringify(service.name)}; set the option "name" of one`);
      if (other.port === service.port) {
        throw new ImageError(`the services ${JSON.stringify(other.name)} and ${JSON.stringify(service.name)} of ${title} both listen on ${service.port}; set "port" of one`);
      }
      const differs = (name: string) => Object.hasOwn(other.variables, name) && other.variables[name] !== service.variables[name];
      const twice = Object.keys(service.variables).find(differs);
      if (twice !== undefined) {
        throw new ImageError(`the services ${JSON.stringify(other.name)} and ${JSON.stringify(service.name)} of ${title} both give the variable ${twice}; `
          + `take it from one by variables: { ${twice}: '' }, or give another value`);
      }
    }
  });
}
