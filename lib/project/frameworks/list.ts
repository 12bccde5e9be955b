import { ADONISJS } from './adonisjs';
import { ANGULAR } from './angular';
import { ASTRO } from './astro';
import { Framework } from './framework';
import { NESTJS } from './nestjs';
import { NEXT } from './next';
import { NUXT } from './nuxt';
import { REACT_ROUTER } from './react-router';
import { REMIX } from './remix';
import { CREATE_REACT_APP, DOCUSAURUS, ELEVENTY, GATSBY, PARCEL, VITE, VUE_CLI } from './static-site';
import { SVELTEKIT } from './sveltekit';

/**
 * Every framework that is known. The first one that a project builds with decides; a server goes before the front
 * end that it may bring.
 */
export const FRAMEWORKS: readonly Framework[] = [
  NESTJS,
  ADONISJS,
  NEXT,
  NUXT,
  REACT_ROUTER,
  REMIX,
  ASTRO,
  SVELTEKIT,
  ANGULAR,
  GATSBY,
  DOCUSAURUS,
  ELEVENTY,
  VUE_CLI,
  CREATE_REACT_APP,
  PARCEL,
  VITE,
];
