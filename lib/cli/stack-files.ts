/** Content of the files of a stack. */
export interface StackOptions {
  /** The id of the stack. */
  readonly stack: string;
  /** The name of the package, in lowercase with `-`. */
  readonly name: string;
  /** The directory of the project from that of the stack, with `/` between. */
  readonly directory: string;
  /** Versions of what it depends on, as package.json has them: `^2.1.0`. */
  readonly versions: { readonly [name in 'cdk-nodejs-image' | 'aws-cdk-lib' | 'constructs']: string };
}

/** A language that stacks are written in. */
export interface Language {
  readonly title: string;
  /** Commands to type next. */
  readonly next: readonly string[];
  /** The files by their paths. */
  files(options: StackOptions): { readonly [path: string]: string };
}

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
const ignored = (...names: string[]) => `${['cdk.out/', ...names].join('\n')}\n`;
const cdkJson = (app: string) => json({ app });
/** The least version that a range allows, and the first that it does not. */
const bounds = (range: string) => {
  const least = range.replace(/^\D*/, '');
  return { least, next: String(Number(least.split('.')[0]) + 1) };
};

const TYPESCRIPT: Language = {
  title: 'TypeScript',
  next: ['npm install', 'npx cdk deploy'],
  files: ({ stack, name, directory, versions }) => ({
    'app.ts': `import * as path from 'path';
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { NodejsImageAsset } from 'cdk-nodejs-image';

const app = new App();
const stack = new Stack(app, '${stack}');
const image = new NodejsImageAsset(stack, 'Image', { directory: path.join(__dirname, '${directory}') });
new CfnOutput(stack, 'ImageUri', { value: image.imageUri });
`,
    'package.json': json({
      name: `${name}-infrastructure`,
      private: true,
      dependencies: { ...versions },
      devDependencies: { '@types/node': '^24', 'aws-cdk': '^2', 'tsx': '^4' },
    }),
    'tsconfig.json': json({ compilerOptions: { target: 'ES2022', module: 'node16', strict: true, skipLibCheck: true, noEmit: true } }),
    'cdk.json': cdkJson('npx tsx app.ts'),
    '.gitignore': ignored('node_modules/'),
  }),
};

const PYTHON: Language = {
  title: 'Python',
  next: ['python3 -m venv .venv && .venv/bin/pip install -r requirements.txt', 'npx aws-cdk deploy'],
  files: ({ stack, directory, versions }) => ({
    'app.py': `import os

from aws_cdk import App, CfnOutput, Stack
from cdk_nodejs_image import NodejsImageAsset

here = os.path.dirname(os.path.abspath(__file__))

app = App()
stack = Stack(app, "${stack}")
image = NodejsImageAsset(stack, "Image", directory=os.path.normpath(os.path.join(here, "${directory}")))
CfnOutput(stack, "ImageUri", value=image.image_uri)
app.synth()
`,
    'requirements.txt': Object.entries(versions).map(([name, range]) => `${name}>=${bounds(range).least},<${bounds(range).next}\n`).join(''),
    'cdk.json': cdkJson('.venv/bin/python app.py'),
    '.gitignore': ignored('.venv/', '__pycache__/'),
  }),
};

const JAVA: Language = {
  title: 'Java',
  next: ['mvn --quiet compile', 'npx aws-cdk deploy'],
  files: ({ stack, name, directory, versions }) => {
    const dependency = (group: string, artifact: string, range: string) => {
      const { least, next } = bounds(range);
      return `    <dependency>
      <groupId>${group}</groupId>
      <artifactId>${artifact}</artifactId>
      <version>[${least},${next})</version>
    </dependency>
`;
    };
    return {
      'src/main/java/app/ImageApp.java': `package app;

import io.github.cdknodejsimage.NodejsImageAsset;
import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;

public class ImageApp {
  public static void main(String[] args) {
    App app = new App();
    Stack stack = new Stack(app, "${stack}");
    // the CDK runs this beside cdk.json
    String directory = Path.of("${directory}").toAbsolutePath().normalize().toString();
    NodejsImageAsset image = NodejsImageAsset.Builder.create(stack, "Image").directory(directory).build();
    CfnOutput.Builder.create(stack, "ImageUri").value(image.getImageUri()).build();
    app.synth();
  }
}
`,
      'pom.xml': `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>app</groupId>
  <artifactId>${name}-infrastructure</artifactId>
  <version>0.1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
${dependency('io.github.cdknodejsimage', 'cdk-nodejs-image', versions['cdk-nodejs-image'])}${
  dependency('software.amazon.awscdk', 'aws-cdk-lib', versions['aws-cdk-lib'])}${
  dependency('software.constructs', 'constructs', versions.constructs)}  </dependencies>
  <build>
    <plugins>
      <plugin>
        <!-- the one that Maven 3.8 takes by itself does not know maven.compiler.release -->
        <groupId>org.apache.maven.plugins</groupId>
        <artifactId>maven-compiler-plugin</artifactId>
        <version>3.13.0</version>
      </plugin>
      <plugin>
        <groupId>org.codehaus.mojo</groupId>
        <artifactId>exec-maven-plugin</artifactId>
        <version>3.5.0</version>
        <configuration>
          <mainClass>app.ImageApp</mainClass>
        </configuration>
      </plugin>
    </plugins>
  </build>
</project>
`,
      'cdk.json': cdkJson('mvn --quiet compile exec:java'),
      '.gitignore': ignored('target/'),
    };
  },
};

const CSHARP: Language = {
  title: 'C#',
  next: ['dotnet restore', 'npx aws-cdk deploy'],
  files: ({ stack, directory, versions }) => {
    const reference = (name: string, range: string) => `    <PackageReference Include="${name}" Version="[${bounds(range).least},${bounds(range).next})" />\n`;
    return {
      'Program.cs': `using System.IO;
using Amazon.CDK;
using CdkNodejsImage;

var app = new App();
var stack = new Stack(app, "${stack}");
// the CDK runs this beside cdk.json
var image = new NodejsImageAsset(stack, "Image", new NodejsImageAssetProps { Directory = Path.GetFullPath("${directory}") });
_ = new CfnOutput(stack, "ImageUri", new CfnOutputProps { Value = image.ImageUri });
app.Synth();
`,
      'Infrastructure.csproj': `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net8.0</TargetFramework>
    <RollForward>Major</RollForward>
  </PropertyGroup>
  <ItemGroup>
${reference('CdkNodejsImage', versions['cdk-nodejs-image'])}${reference('Amazon.CDK.Lib', versions['aws-cdk-lib'])}${reference('Constructs', versions.constructs)}  </ItemGroup>
</Project>
`,
      'cdk.json': cdkJson('dotnet run'),
      '.gitignore': ignored('bin/', 'obj/'),
    };
  },
};

/** The languages by what they are called on the command line. */
export const LANGUAGES: { readonly [name: string]: Language } = { typescript: TYPESCRIPT, python: PYTHON, java: JAVA, csharp: CSHARP };
