import { ImageError } from './image-error';

const REPORT_PATH = /^[^\u0000-\u001f\u007f]+$/;

/**
 * A report that a gate writes, in one of the formats that CodeBuild reads.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/code-coverage-report.html
 */
export class TestReport {
  /**
   * JUnit XML.
   *
   * @param path A file or directory relative to the project; `*` and `**` are wildcards.
   * @throws if the path is absolute or leads out of the project
   */
  public static junit(path: string): TestReport {
    return TestReport.of('JUNITXML', path);
  }

  /**
   * Cucumber JSON.
   *
   * @throws if the path is absolute or leads out of the project
   */
  public static cucumber(path: string): TestReport {
    return TestReport.of('CUCUMBERJSON', path);
  }

  /**
   * Visual Studio TRX.
   *
   * @throws if the path is absolute or leads out of the project
   */
  public static trx(path: string): TestReport {
    return TestReport.of('VISUALSTUDIOTRX', path);
  }

  /**
   * TestNG XML.
   *
   * @throws if the path is absolute or leads out of the project
   */
  public static testNg(path: string): TestReport {
    return TestReport.of('TESTNGXML', path);
  }

  /**
   * NUnit 3 XML.
   *
   * @throws if the path is absolute or leads out of the project
   */
  public static nunit3(path: string): TestReport {
    return TestReport.of('NUNIT3XML', path);
  }

  /**
   * Cobertura XML: coverage.
   *
   * @throws if the path is absolute or leads out of the project
   */
  public static cobertura(path: string): TestReport {
    return TestReport.of('COBERTURAXML', path);
  }

  /**
   * Clover XML: coverage.
   *
   * @throws if the path is absolute or leads out of the project
   */
  public static clover(path: string): TestReport {
    return TestReport.of('CLOVERXML', path);
  }

  /**
   * A format that has no method here.
   *
   * @param format CodeBuild's name of it, such as `SIMPLECOV`.
   * @param path A file or directory relative to the project; `*` and `**` are wildcards.
   * @throws if the format is no such name, or the path is absolute or leads out of the project. A format that CodeBuild does not
   * read is told where CodeBuild builds.
   */
  public static of(format: string, path: string): TestReport {
    return new TestReport(format, path);
  }

  private constructor(
    /** CodeBuild's name of the format. */
    public readonly format: string,
    /** Where the gate writes it, relative to the project. */
    public readonly path: string) {
    if (!/^[A-Z0-9]+$/.test(format)) {
      throw new ImageError(`the format of a test report must be one of CodeBuild's names such as JUNITXML, received ${JSON.stringify(format)}`);
    }
    if (!REPORT_PATH.test(path) || path.startsWith('/') || path.split('/').includes('..')) {
      throw new ImageError(`the path of a test report must be relative to the project and inside it, received ${JSON.stringify(path)}`);
    }
  }
}
