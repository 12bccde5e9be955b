import type { Readiness } from '../programs/service-call';
import { requireArgument, TEXT } from '../props/index';
import { ImageError } from './image-error';

/** Probe of a service of a gate: it tells if the service is ready for the tests. It is asked again and again, until it is or its time is over. */
export class ServiceProbe {
  /** Its port takes a connection. */
  public static tcp(): ServiceProbe {
    return new ServiceProbe({ kind: 'tcp' });
  }

  /**
   * It answers over HTTP with a status below 500.
   *
   * @param path Such as `/health`.
   * @throws if the path does not begin with `/`, or has blanks
   */
  public static http(path: string): ServiceProbe {
    requireArgument('ServiceProbe.http()', 'path', path, TEXT, ImageError);
    if (!/^\/[!-~]*$/.test(path)) {
      throw new ImageError(`the path of ServiceProbe.http() must begin with "/" and have no blanks, received ${JSON.stringify(path)}`);
    }
    return new ServiceProbe({ kind: 'http', text: path });
  }

  /**
   * It has printed this text.
   *
   * @throws if it is empty
   */
  public static output(text: string): ServiceProbe {
    requireArgument('ServiceProbe.output()', 'text', text, TEXT, ImageError);
    if (text === '' || text.includes('\0')) {
      throw new ImageError(`the text of ServiceProbe.output() must be some of what the service prints, received ${JSON.stringify(text)}`);
    }
    return new ServiceProbe({ kind: 'output', text });
  }

  /**
   * It takes queries by the protocol of PostgreSQL. It listens a while before it does.
   *
   * @throws if one of them is empty
   */
  public static postgres(user: string, database: string): ServiceProbe {
    for (const [name, value] of Object.entries({ user, database })) {
      requireArgument('ServiceProbe.postgres()', name, value, TEXT, ImageError);
      if (value === '' || value.includes('\0')) {
        throw new ImageError(`the ${name} of ServiceProbe.postgres() must be a name, received ${JSON.stringify(value)}`);
      }
    }
    return new ServiceProbe({ kind: 'postgres', user, database });
  }

  /** It answers PING by the protocol of Redis. */
  public static redis(): ServiceProbe {
    return new ServiceProbe({ kind: 'redis' });
  }

  /** It greets by the protocol of MySQL. */
  public static mysql(): ServiceProbe {
    return new ServiceProbe({ kind: 'mysql' });
  }

  /** It answers by the protocol of MongoDB. */
  public static mongodb(): ServiceProbe {
    return new ServiceProbe({ kind: 'mongodb' });
  }

  private constructor(
    /** @internal */
    public readonly _readiness: Readiness) {
  }
}
