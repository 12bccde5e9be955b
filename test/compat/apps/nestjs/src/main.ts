import { NestFactory } from '@nestjs/core';
import { BerthsModule } from './berths.module';

async function main() {
  const app = await NestFactory.create(BerthsModule);
  app.enableShutdownHooks();
  await app.listen(process.env.PORT ?? 3000);
}

void main();
