package caravan.settings;

import caravan.blocks.BodyUpdate;
import caravan.blocks.OnConflict;
import caravan.sync.Since;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import org.apache.camel.util.TimeUtils;
import org.quartz.CronExpression;

/** What a setting's value may be. A blank value is never checked here. */
public enum SettingType {
  TEXT,
  OPTIONAL_TEXT,
  SECRET,
  OPTIONAL_SECRET,
  /** A service's base URL: https, or http on loopback. */
  URL {
    @Override
    Optional<String> refuse(String value) {
      try {
        URI uri = new URI(value);
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (!web || uri.getHost() == null) {
          return Optional.of("must be a URL such as https://api.example.com");
        }
        if ("http".equals(uri.getScheme()) && !isLoopback(uri.getHost())) {
          return Optional.of("must be https, because a token is sent there");
        }
        return Optional.empty();
      } catch (URISyntaxException e) {
        return Optional.of("must be a URL such as https://api.example.com");
      }
    }
  },
  /** The name of a search index (OpenSearch: create index, index naming restrictions). */
  INDEX {
    @Override
    Optional<String> refuse(String value) {
      return value.matches("[a-z0-9][a-z0-9._-]{0,254}")
          ? Optional.empty()
          : Optional.of(
              "must be the name of a search index: small letters, digits, dots, dashes and"
                  + " underscores, beginning with a letter or digit");
    }
  },
  JDBC_URL {
    @Override
    Optional<String> refuse(String value) {
      return value.startsWith("jdbc:h2:") || value.startsWith("jdbc:postgresql:")
          ? Optional.empty()
          : Optional.of("must begin with jdbc:h2: or jdbc:postgresql:");
    }
  },
  POSTGRES_URL {
    @Override
    Optional<String> refuse(String value) {
      return value.startsWith("jdbc:postgresql:")
          ? Optional.empty()
          : Optional.of("must begin with jdbc:postgresql:");
    }
  },
  BOOLEAN {
    @Override
    Optional<String> refuse(String value) {
      return value.equals("true") || value.equals("false")
          ? Optional.empty()
          : Optional.of("must be true or false");
    }
  },
  COUNT {
    @Override
    Optional<String> refuse(String value) {
      return value.matches("[1-9][0-9]{0,8}")
          ? Optional.empty()
          : Optional.of("must be a whole number of 1 or more");
    }
  },
  PORT {
    @Override
    Optional<String> refuse(String value) {
      return value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= 65535
          ? Optional.empty()
          : Optional.of("must be a port from 0 (any free one) to 65535");
    }
  },
  /** A share of the whole: from 0 up to, but not including, 1. */
  SHARE {
    @Override
    Optional<String> refuse(String value) {
      return value.matches("0|0?\\.[0-9]+")
          ? Optional.empty()
          : Optional.of("must be a share from 0 to below 1, such as 0.3");
    }
  },
  DURATION {
    @Override
    Optional<String> refuse(String value) {
      try {
        return value.matches("([0-9]+(ms|s|m|h|d))+") && TimeUtils.toMilliSeconds(value) >= 0
            ? Optional.empty()
            : Optional.of("must be a duration such as 500ms, 60s, 5m or 1h");
      } catch (IllegalArgumentException e) {
        return Optional.of("must be a duration such as 500ms, 60s, 5m or 1h");
      }
    }
  },
  /** A number of bytes: see {@link ByteSize}. */
  BYTES {
    @Override
    Optional<String> refuse(String value) {
      return ByteSize.parse(value).isPresent()
          ? Optional.empty()
          : Optional.of("must be a size such as 500KB, 20MB or 1GB");
    }
  },
  /** What becomes of a body that a page has: see {@link BodyUpdate}. */
  BODY_UPDATE {
    @Override
    Optional<String> refuse(String value) {
      return Arrays.stream(BodyUpdate.values()).anyMatch(it -> it.setting().equals(value))
          ? Optional.empty()
          : Optional.of("must be diff, replace, append or leave");
    }
  },
  /** What becomes of a body that people edited: see {@link OnConflict}. */
  ON_CONFLICT {
    @Override
    Optional<String> refuse(String value) {
      return Arrays.stream(OnConflict.values()).anyMatch(it -> it.setting().equals(value))
          ? Optional.empty()
          : Optional.of("must be overwrite, skip or alert");
    }
  },
  /** A duration above zero. */
  INTERVAL {
    @Override
    Optional<String> refuse(String value) {
      Optional<String> wrong = DURATION.refuse(value);
      return wrong.isPresent() || TimeUtils.toMilliSeconds(value) > 0
          ? wrong
          : Optional.of("must be longer than zero");
    }
  },
  /** A duration of a minute or more: Notion floors its times to the minute. */
  BACKSTEP {
    @Override
    Optional<String> refuse(String value) {
      Optional<String> wrong = DURATION.refuse(value);
      return wrong.isPresent() || TimeUtils.toMilliSeconds(value) >= 60_000
          ? wrong
          : Optional.of("must be 60s or more, because Notion floors its times to the minute");
    }
  },
  CRON {
    @Override
    Optional<String> refuse(String value) {
      return CronExpression.isValidExpression(value)
          ? Optional.empty()
          : Optional.of("must be a Quartz cron expression such as 0 0 9 ? * MON-FRI");
    }
  },
  /** A cron expression that says when something is due, not when a source is polled. */
  SCHEDULE {
    @Override
    Optional<String> refuse(String value) {
      return CRON.refuse(value);
    }
  },
  /** A time zone; the machine's if blank. */
  ZONE {
    @Override
    Optional<String> refuse(String value) {
      try {
        ZoneId.of(value.trim());
        return Optional.empty();
      } catch (DateTimeException e) {
        return Optional.of("must be a time zone such as Europe/Berlin or UTC");
      }
    }
  },
  /** What becomes of a digest in which nothing happened. */
  QUIET {
    @Override
    Optional<String> refuse(String value) {
      return value.equals("say") || value.equals("silent")
          ? Optional.empty()
          : Optional.of("must be say or silent");
    }
  },
  /** A cron expression, or off; blank in a file is off as well. */
  CRON_OR_OFF {
    @Override
    Optional<String> refuse(String value) {
      return value.equals(OFF) || CronExpression.isValidExpression(value)
          ? Optional.empty()
          : Optional.of("must be off or a Quartz cron expression such as 0 30 3 * * ?");
    }
  },
  /** A share of what is known, or a number. */
  SHARE_OR_COUNT {
    @Override
    Optional<String> refuse(String value) {
      return value.matches("(100|[1-9]?[0-9])%|[0-9]{1,9}")
          ? Optional.empty()
          : Optional.of("must be a share such as 10% or a whole number");
    }
  },
  /** What a first start takes, of an integration that computes from all rows. */
  SINCE_ALL {
    @Override
    Optional<String> refuse(String value) {
      return value.equals("all")
          ? Optional.empty()
          : Optional.of("must be all, because what is computed needs every row");
    }
  },
  SINCE {
    @Override
    Optional<String> refuse(String value) {
      try {
        Since.parse(value, Instant.EPOCH);
        return Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.of(e.getMessage());
      }
    }
  };

  /** What switches a {@link #CRON_OR_OFF} off. */
  static final String OFF = "off";

  /** Why a value is not of this type; empty if it is. */
  Optional<String> refuse(String value) {
    return Optional.empty();
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }
}
