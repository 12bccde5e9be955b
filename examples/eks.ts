import { Stack } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { Cluster, KubectlProvider } from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import { twoStageDemo } from './two-stage-demo';
import { ImageRepository, ImageTag, NodejsImageDeployment } from 'cdk-nodejs-image';

/** A deployment in a cluster of EKS that another stack has, with what the restricted standard of Kubernetes asks of a pod. */
export class EksExample extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const image = new NodejsImageDeployment(this, 'Api', {
      ...twoStageDemo,
      repository: new ImageRepository(this, 'Images'),
      tags: [ImageTag.packageVersion()],
      platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
    });
    const cluster = Cluster.fromClusterAttributes(this, 'Cluster', {
      clusterName: 'services',
      kubectlProvider: KubectlProvider.fromKubectlProviderAttributes(this, 'Kubectl', {
        serviceToken: 'arn:aws:lambda:eu-central-1:123456789012:function:services-kubectl',
      }),
    });

    const port = image.dockerfile.port!;
    const labels = { app: 'api' };
    cluster.addManifest('Manifest', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'api', labels },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [{
              name: 'api',
              image: image.imageUri,
              ports: [{ containerPort: port }],
              readinessProbe: { httpGet: { path: '/health', port } },
              livenessProbe: { httpGet: { path: '/health', port }, initialDelaySeconds: 10 },
              resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
              securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
            }],
          },
        },
      },
    }, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'api', labels },
      spec: { selector: labels, ports: [{ port: 80, targetPort: port }] },
    });
  }
}
