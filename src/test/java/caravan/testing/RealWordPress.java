package caravan.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A WordPress without plugins, of Debian's packages, with MariaDB and PHP's own server on loopback;
 * in a folder of its own that is deleted at the end. The site's time is that of Berlin.
 */
public final class RealWordPress implements AutoCloseable {

  /** A user with the role Editor. */
  public static final String USER = "publisher";

  private static final String PACKAGES =
      "wordpress php-cli php-mysql php-gd php-xml php-mbstring mariadb-server";
  private static final Path CODE = Path.of("/usr/share/wordpress");
  private static final Path CONTENT = Path.of("/var/lib/wordpress/wp-content");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final int port = freePort();
  private final List<Process> processes = new ArrayList<>();

  private RealWordPress(Path folder) {
    this.folder = folder;
  }

  /** Starts one; the test is skipped with a message where there is none. */
  public static RealWordPress start() {
    if (!Files.isDirectory(CODE) || !isThere("php") || !isThere("mariadbd")) {
      return Assumptions.abort(
          "there is no WordPress here; tests with a real one need Debian's packages " + PACKAGES);
    }
    RealWordPress site;
    try {
      site = new RealWordPress(Files.createTempDirectory("caravan-wp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      site.database();
      site.files();
      site.run("install", Map.of(), "php", "-d", "memory_limit=256M", site.path("install.php"));
      site.serve();
      return site;
    } catch (IOException e) {
      site.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      site.close();
      throw e;
    }
  }

  /** The site's address. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** The application password of {@link #USER}. */
  public String password() {
    try {
      return Files.readString(folder.resolve("password")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)))
        || Files.isExecutable(Path.of("/usr/sbin", program));
  }

  private void database() throws IOException {
    Path data = Files.createDirectory(folder.resolve("db"));
    List<String> as = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      // MariaDB does not run as root.
      run("permissions", Map.of(), "chmod", "755", folder.toString());
      run("owner", Map.of(), "chown", "mysql:mysql", data.toString());
      as.add("--user=mysql");
    }
    List<String> install =
        new ArrayList<>(List.of("mariadb-install-db", "--no-defaults", "--datadir=" + data));
    install.addAll(List.of("--auth-root-authentication-method=normal", "--skip-test-db"));
    install.addAll(as);
    run("install-db", Map.of(), install.toArray(String[]::new));
    List<String> server =
        new ArrayList<>(List.of("mariadbd", "--no-defaults", "--datadir=" + data));
    server.addAll(
        List.of("--socket=" + data + "/s", "--pid-file=" + data + "/pid", "--skip-networking"));
    server.addAll(List.of("--innodb-buffer-pool-size=32M", "--innodb-flush-log-at-trx-commit=0"));
    server.addAll(as);
    background("mariadb", Map.of(), server);
    String[] ask = {"mariadb", "--no-defaults", "-S", data + "/s", "-uroot", "-e"};
    Awaitility.await("MariaDB")
        .atMost(PATIENCE)
        .until(() -> exit("ping", Map.of(), with(ask, "SELECT 1")) == 0);
    run(
        "create",
        Map.of(),
        with(
            ask,
            "CREATE DATABASE blog CHARACTER SET utf8mb4; CREATE USER blog@localhost IDENTIFIED BY 'blog';"
                + " GRANT ALL ON blog.* TO blog@localhost"));
  }

  private static String[] with(String[] command, String last) {
    String[] all = java.util.Arrays.copyOf(command, command.length + 1);
    all[command.length] = last;
    return all;
  }

  /** Debian's packages are full of links, some of which lead nowhere: those are left out. */
  private void files() throws IOException {
    Path site = folder.resolve("site");
    exit("copy", Map.of(), "cp", "-RL", CODE.toString(), site.toString());
    exit("copy", Map.of(), "cp", "-RL", CONTENT + "/.", site.resolve("wp-content").toString());
    Files.createDirectories(site.resolve("wp-content/uploads"));
    Files.deleteIfExists(site.resolve("wp-config.php"));
    Files.writeString(
        site.resolve("wp-config.php"),
        """
        <?php
        define('DB_NAME', 'blog');
        define('DB_USER', 'blog');
        define('DB_PASSWORD', 'blog');
        define('DB_HOST', 'localhost:%s/db/s');
        define('DB_CHARSET', 'utf8mb4');
        define('WP_HOME', '%s');
        define('WP_SITEURL', '%s');
        define('WP_ENVIRONMENT_TYPE', 'local'); // application passwords need https otherwise
        define('WP_HTTP_BLOCK_EXTERNAL', true);
        define('AUTOMATIC_UPDATER_DISABLED', true);
        define('AUTH_SALT', 'of a test');
        define('AUTH_KEY', 'of a test');
        define('LOGGED_IN_SALT', 'of a test');
        define('LOGGED_IN_KEY', 'of a test');
        $table_prefix = 'wp_';
        defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
        require_once ABSPATH . 'wp-settings.php';
        """
            .formatted(folder, url(), url()));
    Files.writeString(
        folder.resolve("front.php"),
        """
        <?php
        // What is a file is served as it is; everything else is WordPress's.
        $path = $_SERVER['DOCUMENT_ROOT'] . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
        if (is_file($path)) {
          return false;
        }
        $_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
        require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
        """);
    Files.writeString(
        folder.resolve("install.php"),
        """
        <?php
        define('WP_INSTALLING', true);
        $_SERVER['HTTP_HOST'] = '127.0.0.1';
        require '%s/site/wp-load.php';
        require_once ABSPATH . 'wp-admin/includes/upgrade.php';
        add_filter('pre_wp_mail', '__return_true');
        wp_install('Blog', 'admin', 'admin@example.com', true, '', wp_generate_password());
        update_option('timezone_string', 'Europe/Berlin');
        $GLOBALS['wp_rewrite']->set_permalink_structure('/%%postname%%/');
        flush_rewrite_rules(false);
        $editor = wp_insert_user(['user_login' => '%s', 'user_pass' => wp_generate_password(),
            'user_email' => 'editor@example.com', 'role' => 'editor']);
        $made = WP_Application_Passwords::create_new_application_password($editor, ['name' => 'hub']);
        file_put_contents('%s/password', $made[0]);
        """
            .formatted(folder, USER, folder));
  }

  private void serve() throws IOException {
    List<String> server = new ArrayList<>(List.of("php", "-d", "memory_limit=256M"));
    server.addAll(List.of("-d", "upload_max_filesize=32M", "-d", "post_max_size=32M"));
    server.addAll(List.of("-S", "127.0.0.1:" + port, "-t", path("site"), path("front.php")));
    background("php", Map.of("PHP_CLI_SERVER_WORKERS", "4"), server);
    Awaitility.await("WordPress").atMost(PATIENCE).until(this::answers);
  }

  private boolean answers() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/wp-json/")).build();
    try {
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void run(String step, Map<String, String> environment, String... command) {
    int exit = exit(step, environment, command);
    if (exit != 0) {
      throw new IllegalStateException(
          "WordPress cannot be set up: %s ended with %d: %s".formatted(step, exit, output(step)));
    }
  }

  private int exit(String step, Map<String, String> environment, String... command) {
    try {
      Process process = started(step, environment, List.of(command));
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(step + " did not end: " + output(step));
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void background(String step, Map<String, String> environment, List<String> command)
      throws IOException {
    processes.add(started(step, environment, command));
  }

  private Process started(String step, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(step + ".log").toFile());
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", "/usr/sbin", (path, more) -> path + ":" + more);
    return builder.start();
  }

  private String output(String step) {
    try {
      return Files.readString(folder.resolve(step + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      Process process = processes.get(i);
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive());
    }
    exit("remove", Map.of(), "rm", "-rf", "--", folder.toString());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
