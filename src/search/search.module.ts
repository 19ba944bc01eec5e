import { Module } from '@nestjs/common';
import { SearchController } from './search.controller.js';
import { Search } from './search.js';

/** Finds things of every room by their names; stands above them, and reads only. */
@Module({ controllers: [SearchController], providers: [Search] })
export class SearchModule {}
