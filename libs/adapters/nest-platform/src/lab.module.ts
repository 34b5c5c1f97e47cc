import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Platform } from './platform.ts';

/** Provides the process's {@link Platform} to all modules, and closes it last. */
@Module({})
export class LabModule implements OnApplicationShutdown {
  readonly #platform: Platform;

  constructor(@Inject(Platform) platform: Platform) {
    this.#platform = platform;
  }

  static of(platform: Platform): DynamicModule {
    return { module: LabModule, global: true, providers: [{ provide: Platform, useValue: platform }], exports: [Platform] };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#platform.close();
  }
}
