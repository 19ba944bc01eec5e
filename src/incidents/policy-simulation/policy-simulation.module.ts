import { Module } from '@nestjs/common';
import { CatalogModule } from '../../catalog/catalog.module.js';
import { EscalationsModule } from '../../escalations/escalations.module.js';
import { PolicySimulationController } from './policy-simulation.controller.js';
import { PolicySimulation } from './policy-simulation.js';

@Module({
  imports: [EscalationsModule, CatalogModule],
  controllers: [PolicySimulationController],
  providers: [PolicySimulation],
})
export class PolicySimulationModule {}
