import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { EntityManager } from 'typeorm';
import { EscalationsModule } from '../escalations/escalations.module.js';
import { PolicyUses } from '../escalations/policy-uses.js';
import { IntegrationKeys } from './integration-keys.js';
import { Integrations } from './integrations.js';
import { IntegrationsController } from './integrations.controller.js';
import { MaintenanceWindows } from './maintenance/maintenance-windows.js';
import { MaintenanceWindowsController } from './maintenance/maintenance-windows.controller.js';
import { ServiceCatalog } from './service-catalog.js';
import { ServiceChanges } from './service-changes.js';
import { ServiceEntity } from './service.entity.js';
import { ServicesController } from './services.controller.js';

@Module({
  imports: [EscalationsModule, TypeOrmModule.forFeature([ServiceEntity])],
  controllers: [ServicesController, IntegrationsController, MaintenanceWindowsController],
  providers: [ServiceCatalog, ServiceChanges, Integrations, IntegrationKeys, MaintenanceWindows],
  exports: [ServiceCatalog, ServiceChanges, Integrations, IntegrationKeys, MaintenanceWindows],
})
export class CatalogModule implements OnModuleInit {
  constructor(private readonly policyUses: PolicyUses) {}

  onModuleInit(): void {
    this.policyUses.register(servicesThatPage);
  }
}

async function servicesThatPage(manager: EntityManager, escalationPolicyId: string): Promise<string[]> {
  const services = await manager.find(ServiceEntity, {
    where: { escalationPolicyId },
    order: { name: 'ASC' },
  });
  return services.map(({ name }) => `the service ${name}`);
}
