import type {
  Delivery,
  IncomingEvent,
  Mount,
  PlatformJob,
  Route,
  SettingsTestResult,
  TenantContext,
  TenantJob,
  UpdateContext,
  UpdateHandler,
} from "@promostack/core";

export type EventHandler = (context: TenantContext, event: IncomingEvent) => Promise<void>;
export type DeliveryHandler = (context: TenantContext, delivery: Delivery) => Promise<void>;
export type CommandHandler = (context: UpdateContext, argument: string) => Promise<void>;
export type SettingsTestHandler = (context: TenantContext) => Promise<SettingsTestResult>;
export type ServiceFactory = (context: TenantContext) => object;

export interface Extension {
  point: string;
  contribution: Readonly<Record<string, unknown>>;
  methods: ServiceFactory | undefined;
}

/** What one generation has declared in `setup`. Each Disposable of the ledger takes its own entry out again. */
export class Declarations {
  readonly routes = new Set<Route>();
  readonly mounts = new Set<Mount>();
  readonly platformJobs = new Map<string, PlatformJob>();
  readonly tenantJobs = new Map<string, TenantJob>();
  readonly updates = new Set<UpdateHandler>();
  readonly commands = new Map<string, CommandHandler>();
  readonly subscriptions = new Map<string, EventHandler>();
  readonly deliveries = new Map<string, DeliveryHandler>();
  readonly settingsTests = new Map<string, SettingsTestHandler>();
  readonly services = new Map<string, ServiceFactory>();
  readonly metrics = new Set<string>();
  readonly points = new Set<string>();
  readonly extensions = new Set<Extension>();
}
