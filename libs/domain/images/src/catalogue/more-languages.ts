import type { ImageDescription } from '../description/image-description.ts';
import { INTERPRETERS } from './interpreters.ts';
import { PHP } from './php.ts';
import { systems } from './rows.ts';

/** Distributions and languages with shell and tools only: other programs run as stand-ins. */
export const MORE_LANGUAGES: readonly ImageDescription[] = [
  ...systems(
    ['fedora', 'centos', 'rockylinux', 'almalinux', 'oraclelinux', 'amazonlinux', 'archlinux', 'photon', 'buildpack-deps'],
    ['bash'],
  ),
  ...systems(
    [
      'rockylinux/rockylinux',
      'opensuse/leap',
      'kalilinux/kali-rolling',
      'registry.access.redhat.com/ubi8/ubi',
      'registry.access.redhat.com/ubi9/ubi',
      'quay.io/centos/centos',
    ],
    ['bash'],
  ),
  ...PHP,
  ...INTERPRETERS,
  ...systems(['rust', 'gcc', 'erlang', 'elixir', 'julia', 'haskell', 'swift', 'r-base', 'pypy', 'dart'], ['bash']),
  ...systems(['amazoncorretto', 'maven', 'gradle', 'clojure', 'groovy', 'sapmachine'], ['bash']),
  ...systems(
    [
      'mcr.microsoft.com/dotnet/sdk',
      'mcr.microsoft.com/dotnet/aspnet',
      'mcr.microsoft.com/dotnet/runtime',
      'mcr.microsoft.com/devcontainers/base',
    ],
    ['bash'],
  ),
  ...systems(
    ['oven/bun', 'denoland/deno', 'continuumio/miniconda3', 'google/cloud-sdk', 'amazon/aws-cli', 'hashicorp/terraform', 'alpine/helm'],
    ['sh'],
  ),
];
