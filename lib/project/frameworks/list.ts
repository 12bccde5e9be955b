import { ADONISJS } from './adonisjs';
import { ANGULAR } from './angular';
import { ASTRO } from './astro';
import { HEXO, RSPRESS, SLIDEV, STORYBOOK, VITEPRESS, VUEPRESS } from './documentation-sites';
import { Framework } from './framework';
import { CREATE_REACT_APP, DOCUSAURUS, ELEVENTY, GATSBY, PARCEL, RSBUILD, RSPACK, VITE, VUE_CLI, WEBPACK } from './front-ends';
import { NESTJS } from './nestjs';
import { NEXT } from './next';
import { NUXT } from './nuxt';
import { NX } from './nx';
import { REACT_ROUTER } from './react-router';
import { REMIX } from './remix';
import { SVELTEKIT } from './sveltekit';

/**
 * Every framework that is known. The first one that a project builds with decides; a server goes before the front
 * end that it may bring, and what gives way to all others before what a configuration that lies there would decide.
 */
export const FRAMEWORKS: readonly Framework[] = [
  VITEPRESS,
  VUEPRESS,
  RSPRESS,
  HEXO,
  SLIDEV,
  RSBUILD,
  RSPACK,
  WEBPACK,
  STORYBOOK,
  NX,
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
