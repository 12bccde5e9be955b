import { Controller, Get } from '@nestjs/common';
import { BerthsService } from './berths.service';

@Controller()
export class BerthsController {
  constructor(private readonly berths: BerthsService) {}

  @Get()
  public list() {
    return { free: this.berths.free(12) };
  }
}
