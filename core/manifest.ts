/* Made from plugin.schema.json by `npm run manifest-types`. Do not edit. */

/**
 * One plugin or strategy: everything the host must know before it runs a line of it.
 */
export interface PluginManifest {
  /**
   * Address of this schema, for the editor.
   */
  $schema?: string;
  /**
   * Lower-case id, unique in an installation. The database schema is p_<id> with underscores; routes live under /api/p/<id>.
   */
  id: string;
  /**
   * plugin: a product that runs in the host. strategy: a sandboxed pure function of candles.
   */
  kind: "plugin" | "strategy";
  /**
   * Semantic version of this release.
   */
  version: string;
  /**
   * Name that people see.
   */
  title: string;
  /**
   * One sentence for the catalogue.
   */
  summary: string;
  /**
   * Longer description for the catalogue, plain text.
   */
  description?: string;
  /**
   * Name of an icon that the sites know, in Tabler's words, such as chart-candle; a puzzle piece where they do not (plugins/README.md has the list).
   */
  icon?: string;
  /**
   * Who publishes it.
   */
  publisher: {
    /**
     * Name of the person or company.
     */
    name: string;
    /**
     * Home page.
     */
    url?: string;
    /**
     * Where to write to.
     */
    email?: string;
  };
  /**
   * SPDX licence expression.
   */
  license: string;
  /**
   * Module with the default export, relative to this file.
   */
  entry?: string;
  /**
   * Releases of the platform it runs on.
   */
  engine: {
    /**
     * Semver range of the host.
     */
    host: string;
    /**
     * Semver range of the plugin API.
     */
    api: string;
  };
  /**
   * Plugins that must be there: id to semver range. They start first and stop last.
   */
  dependencies?: {
    [k: string]: string;
  };
  /**
   * What it may do. Anything absent here is absent from the objects it is handed.
   */
  capabilities?: {
    /**
     * A schema of its own in the database.
     */
    db?: {
      /**
       * May also run transactions over the rows of every tenant (its own schema only), for work that fans out.
       */
      platform?: boolean;
    };
    /**
     * Outgoing HTTP.
     */
    http?: {
      /**
       * Host names it may call; *.example.com allows subdomains.
       *
       * @minItems 1
       *
       * Items: A host name, or host:port.
       */
      hosts?: [string, ...string[]];
      /**
       * May also call, through context.fetchPublic, any public https address that a tenant chooses; never one of this machine or its network.
       */
      public?: boolean;
    };
    /**
     * Talking through the tenant's bots.
     */
    telegram?: {
      /**
       * Bots it uses.
       *
       * @minItems 1
       *
       * Items: A bot role.
       */
      roles: ["signal_bot" | "message_bot", ...("signal_bot" | "message_bot")[]];
      /**
       * Kinds of updates it wants; the webhook asks for exactly the union of all enabled plugins.
       *
       * Items: Key of Update in the Bot API.
       */
      updates?: string[];
      /**
       * May put messages into the outbox.
       */
      send?: boolean;
      /**
       * May be asked first about what people send, keep it from the tenant's other plugins, and read what those answer: for an inbox whose colleagues take conversations over.
       */
      inbox?: boolean;
    };
    /**
     * Events it publishes (declared under contributes.events) and hears.
     */
    events?: {
      /**
       * Event names.
       *
       * Items: name@major.
       */
      publishes?: string[];
      /**
       * Event names.
       *
       * Items: name@major.
       */
      subscribes?: string[];
    };
    /**
     * Encrypted values.
     */
    secrets?: {
      /**
       * Secrets of each tenant.
       *
       * Items: Name of the setting; in a group with the group's name before it, such as mail.password.
       */
      tenant?: string[];
      /**
       * Secrets of the installation.
       *
       * Items: Name.
       */
      platform?: string[];
    };
    /**
     * Variables of the installation's configuration that it may read.
     *
     * Items: Name.
     */
    config?: string[];
    /**
     * Functions between plugins.
     */
    services?: {
      /**
       * Services it offers.
       *
       * Items: name@major.
       */
      provides?: string[];
      /**
       * Services it calls.
       *
       * Items: name@major.
       */
      uses?: string[];
    };
    /**
     * Files.
     */
    storage?: {
      /**
       * Most bytes of one file.
       */
      maxBytes: number;
    };
    /**
     * May run strategies in the sandbox.
     */
    sandbox?: boolean;
    /**
     * Brings pages for the dash or the admin site.
     */
    ui?: boolean;
    /**
     * May answer requests below its own prefix unparsed and without sign-in.
     */
    rawHttp?: boolean;
  };
  /**
   * Who gets it.
   */
  tenancy?: {
    /**
     * tenant: each tenant enables it. platform: one for the installation.
     */
    scope: "tenant" | "platform";
    /**
     * What a new tenant starts with.
     */
    default: "enabled" | "disabled";
    /**
     * Entitlement that a tenant's plan must include; none when absent.
     */
    entitlement?: string;
  };
  /**
   * JSON Schema (draft 2020-12) of a tenant's settings; the form is drawn from it. x-secret marks values that are encrypted and write-only. Every property needs a title and a default, or must be optional.
   */
  settings?: {};
  /**
   * Settings that validate, used by the contract suite and the documentation.
   */
  settingsExample?: {};
  /**
   * Raised when stored settings need migrateSettings.
   */
  settingsVersion?: number;
  /**
   * Database migrations in migrations/, numbered 0001_name.up.sql and 0001_name.down.sql.
   */
  migrations?: {
    /**
     * Number of the newest.
     */
    head: number;
    /**
     * Newest that the release before this one cannot run on; 0 when none.
     */
    breaking: number;
    /**
     * Numbers of those that take away what the release before still needs (a column, a table). They run once nobody can go back to it any more: three days after the upgrade, or with the next one. This release must work before and after.
     */
    contracting?: number[];
  };
  /**
   * What it adds to the platform.
   */
  contributes?: {
    /**
     * Recurring work.
     *
     * Items: A job.
     */
    jobs?: {
      /**
       * Unique in the plugin.
       */
      name: string;
      /**
       * What it does, for the jobs page.
       */
      title: string;
      /**
       * Cron expression of five fields.
       */
      schedule: string;
      /**
       * IANA zone of the schedule; UTC when absent.
       */
      timezone?: string;
      /**
       * platform: one run. tenant: fans out, one run for each tenant that has the plugin.
       */
      scope: "platform" | "tenant";
      /**
       * After downtime. latest: the newest missed window once. each: every missed window in order.
       */
      catchUp?: "latest" | "each";
      /**
       * Deadline of one run.
       */
      timeoutSeconds?: number;
    }[];
    /**
     * Events it publishes.
     *
     * Items: An event.
     */
    events?: {
      /**
       * name@major.
       */
      name: string;
      /**
       * When it happens.
       */
      title: string;
      /**
       * JSON Schema of the payload.
       */
      schema: {};
    }[];
    /**
     * Places where other plugins add something.
     *
     * Items: An extension point.
     */
    extensionPoints?: {
      /**
       * Dotted name.
       */
      name: string;
      /**
       * What goes there.
       */
      title: string;
      /**
       * JSON Schema of a contribution.
       */
      schema: {};
    }[];
    /**
     * Points of other plugins that it adds to.
     *
     * Items: Name of the point.
     */
    extensions?: string[];
    /**
     * Bot commands.
     *
     * Items: A command.
     */
    commands?: {
      /**
       * Without the slash.
       */
      command: string;
      /**
       * Shown by Telegram.
       */
      description: string;
      /**
       * The bot that answers it.
       */
      role: "signal_bot" | "message_bot";
    }[];
    /**
     * Pages in the dash or the admin site.
     *
     * Items: A page.
     */
    pages?: {
      /**
       * Which site.
       */
      site: "dash" | "admin";
      /**
       * Address below the site's root.
       */
      path: string;
      /**
       * Title in the navigation.
       */
      title: string;
      /**
       * Tabler icon.
       */
      icon?: string;
      /**
       * Navigation section; the plugin's title when absent.
       */
      section?: string;
    }[];
    /**
     * Pages of each tenant for anybody, without sign-in, at /t/<the tenant's short name><path>. Need capabilities.rawHttp.
     *
     * Items: A page and all below it.
     */
    publicPages?: {
      /**
       * Address below the tenant's, one word: /coupons. One plugin of an installation has it.
       */
      path: string;
      /**
       * What people find there.
       */
      title: string;
      /**
       * Prefix of the plugin's mount that answers; its requests bring the tenant then.
       */
      mount: string;
    }[];
    /**
     * Cards on the home page.
     *
     * Items: A widget.
     */
    widgets?: {
      /**
       * Unique in the plugin.
       */
      id: string;
      /**
       * Title of the card.
       */
      title: string;
    }[];
    /**
     * Buttons in the settings form that try what is typed, before it is saved.
     *
     * Items: A test.
     */
    settingsTests?: {
      /**
       * Unique in the plugin; p.settingsTest takes it.
       */
      name: string;
      /**
       * What the button says and does: Send a test post.
       */
      title: string;
      /**
       * Setting beside which it stands; at the end of the form when absent.
       */
      field?: string;
    }[];
    /**
     * Figures for the installation's /metrics, at most 20.
     *
     * Items: A metric.
     */
    metrics?: {
      /**
       * Unique in the plugin; shown as promostack_<plugin>_<name>, a counter with _total behind it. With the unit in it: fetch_seconds.
       */
      name: string;
      /**
       * counter: how often. histogram: how values spread.
       */
      kind: "counter" | "histogram";
      /**
       * What it counts, in a line.
       */
      help: string;
      /**
       * What it is told apart by. At most 4, with values of few kinds: never an id.
       *
       * Items: A label.
       */
      labels?: string[];
      /**
       * Upper bounds of a histogram, ascending, at most 30; 5 ms to 10 s when absent.
       *
       * Items: An upper bound.
       */
      buckets?: number[];
    }[];
    /**
     * Commands of npx promostack.
     *
     * Items: A command.
     */
    cli?: {
      /**
       * The word, or a group and the word in it: `strategy check`.
       */
      name: string;
      /**
       * One line of help.
       */
      summary: string;
    }[];
    /**
     * Local stand-ins of external services, at its own mounts: used where the configuration names no real one. Only for plugins that do not start in production.
     */
    standIns?: {
      /**
       * Mount of a Bot API.
       */
      telegram?: string;
      /**
       * Mount of an OpenID issuer whose people may sign in.
       */
      issuer?: string;
      /**
       * Mount of a market data service in Twelve Data's shapes.
       */
      marketData?: string;
    };
  };
  /**
   * Deadlines and sizes.
   */
  limits?: {
    /**
     * Most milliseconds of setup.
     */
    setupMs?: number;
    /**
     * Deadline of start and stop.
     */
    startSeconds?: number;
    /**
     * Deadline of a route.
     */
    requestSeconds?: number;
    /**
     * Deadline of a bot handler.
     */
    updateSeconds?: number;
  };
  /**
   * Announces its end.
   */
  deprecation?: {
    /**
     * What to do instead.
     */
    message: string;
    /**
     * Date of removal, ISO 8601.
     */
    removal?: string;
    /**
     * Id of the plugin to use instead.
     */
    replacement?: string;
  };
  /**
   * Environments in which it may start; all when absent.
   *
   * Items: An environment.
   */
  environments?: ("development" | "test" | "production")[];
}

/**
 * The registration manifest of an installation: which release of which plugin is active.
 */
export interface RegistrationManifest {
  /**
   * Address of this schema, for the editor.
   */
  $schema?: string;
  /**
   * Active releases.
   *
   * Items: One active release.
   */
  releases: {
    /**
     * Plugin id.
     */
    id: string;
    /**
     * Active version.
     */
    version: string;
    /**
     * bundled: a folder of this repository. archive: an installed package.
     */
    source: "bundled" | "archive";
    /**
     * Folder relative to this file, for bundled releases.
     */
    path?: string;
    /**
     * sha512- and the base64 hash of the archive, or sha256- over the folder's files; absent for bundled releases, which the repository itself pins.
     */
    integrity?: string;
    /**
     * False leaves the release out of the start.
     */
    enabled?: boolean;
  }[];
}
