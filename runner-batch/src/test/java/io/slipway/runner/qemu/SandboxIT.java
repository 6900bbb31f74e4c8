// SPDX-License-Identifier: Apache-2.0
package io.slipway.runner.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.slipway.job.AttemptRef;
import io.slipway.job.Outcome;
import io.slipway.log.LogName;
import io.slipway.message.RunnerEvent.AttemptEnded;
import io.slipway.runner.fake.Told;
import io.slipway.task.TaskName;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Real jobs whose guests begin in each means that there is, and what a guest that has root reaches of this machine, on which a server
 * listens on every address. Where the variable {@code SLIPWAY_SANDBOX} says {@code qemu}, nothing of containers is tested.
 */
@ExtendWith(RealGuests.Shared.class)
class SandboxIT {
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final LogName SCAN = LogName.of(new TaskName("scan"));
    private static final LogName STAY = LogName.of(new TaskName("stay"));
    private static final int FIRST_PORTS = 1024;
    /** Where a guest finds this machine when its network is qemu's alone, where clouds tell their secrets, and IPv6 of both. */
    private static final List<String> KNOWN = List.of("10.0.2.2", "169.254.169.254", "fec0::2", "fe80::2%eth0");

    private static final String MANIFEST = """
            image: debian/bookworm
            tasks:
              - scan: |
                  { set +x; } 2>/dev/null
                  sudo sysctl -qw net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.eth0.disable_ipv6=0
                  sudo ip addr add fec0::15/64 dev eth0 nodad
                  sudo ip addr add fe80::15/64 dev eth0 nodad
                  sudo ip -6 route add default via fe80::2 dev eth0
                  cat >scan.py <<'EOF'
            %s
                  EOF
                  %s
              - stay: |
                  echo "still $(cat /proc/sys/kernel/hostname)"
                  sleep 600
            """;

    private final RealGuests guests;
    private ServerSocket listener;
    private List<String> addresses;

    SandboxIT(RealGuests guests) {
        this.guests = guests;
    }

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0);
        addresses = addresses().filter(this::answers).toList();
        assertThat(addresses).contains(RealGuests.here().getHostAddress());
    }

    @AfterEach
    void stopListening() throws IOException {
        listener.close();
    }

    @Test
    void inDockerAGuestReachesNothingOfThisMachineAndItsQemuMayDoNothing() throws IOException {
        assumeContainers();
        guests.startWarm(Map.of("guest.sandbox", "docker"));
        AttemptRef attempt;
        try (Neighbour neighbour = new Neighbour(guests.state("neighbours"))) {
            attempt = begin("python3 scan.py 1-65535 10.0.2.2\n" + scanOf(neighbour) + scanOfAll());
            awaitLog(attempt, STAY, "still build");
            assertThat(log(attempt, SCAN)).contains("tried %s 1 ".formatted(neighbour.address()));
        }
        GuestContainer container = GuestContainer.below(guests.state("guests"), "docker");
        assertThat(container.inspect("{{.HostConfig.CapDrop}} {{json .HostConfig.CapAdd}}"))
                .isEqualTo("[ALL] null");
        assertThat(container.inspect("{{.HostConfig.IpcMode}} {{.HostConfig.Privileged}} {{json .HostConfig.Devices}}"))
                .isEqualTo("none false []");
        assertLocked(container);
        end(attempt, "docker");

        assertThat(log(attempt, SCAN)).contains("tried 10.0.2.2 65535 ").doesNotContain("open ");
    }

    @Test
    void inPodmanAGuestReachesNothingOfThisMachineAndItsQemuMayDoNothing() throws IOException {
        assumeContainers();
        guests.start(Map.of("guest.sandbox", "podman", "guest.warm", "false"));
        AttemptRef attempt = begin(scanOfAll());

        awaitLog(attempt, STAY, "still build");
        assertLocked(GuestContainer.below(guests.state("guests"), "podman"));
        end(attempt, "podman");

        assertThat(log(attempt, SCAN)).contains("scanned").doesNotContain("open ");
    }

    @Test
    void inPlainQemuAGuestReachesNothingOfThisMachineEither() {
        guests.start(Map.of("guest.sandbox", "qemu", "guest.warm", "false"));
        AttemptRef attempt = begin(scanOfAll());

        awaitLog(attempt, STAY, "still build");
        stop(attempt);

        assertThat(log(attempt, SCAN)).contains("scanned").doesNotContain("open ");
    }

    @Test
    void inPlainQemuAGuestAsksTheNameServersThatTheSettingsSay() throws IOException {
        try (NameServer server = new NameServer(RealGuests.here(), "192.0.2.99")) {
            guests.start(
                    Map.of("guest.sandbox", "qemu", "guest.warm", "false", "guest.name-servers", server.address()));
            AttemptRef attempt = begin("getent ahostsv4 who.is.there.example");

            awaitLog(attempt, STAY, "still build");
            stop(attempt);

            assertThat(log(attempt, SCAN)).contains("192.0.2.99 ");
        }
    }

    @Test
    void theSameScanFindsThisMachineWhereItMayBeReached() {
        guests.start(Map.of("guest.sandbox", "qemu", "guest.warm", "false", "guest.host-access", "true"));
        AttemptRef attempt = begin(scanOfAll());

        awaitLog(attempt, STAY, "still build");
        stop(attempt);

        assertThat(log(attempt, SCAN)).contains("open 10.0.2.2 " + listener.getLocalPort(), openHere());
    }

    @Test
    void inDockerTheSameScanFindsThisMachineWhereItMayBeReached() {
        assumeContainers();
        guests.startWarm(Map.of("guest.sandbox", "docker", "guest.host-access", "true"));
        AttemptRef attempt = begin(scanOfAll());

        awaitLog(attempt, STAY, "still build");
        stop(attempt);

        assertThat(log(attempt, SCAN)).contains(openHere()).doesNotContain("open 10.0.2.2 ");
    }

    /** Of two neighbours one is allowed, and so is this machine's own address, which that does not open. */
    @Test
    void inDockerAGuestReachesTheAddressThatIsAllowedAndNoOther() {
        assumeContainers();
        try (Neighbour allowed = new Neighbour(guests.state("neighbours"));
                Neighbour another = new Neighbour(guests.state("neighbours"))) {
            String here = RealGuests.here().getHostAddress();
            guests.startWarm(Map.of("guest.sandbox", "docker", "guest.egress.allow", allowed.address() + ", " + here));
            AttemptRef attempt = begin("%s%spython3 scan.py %d %s 10.0.2.2"
                    .formatted(scanOf(allowed), scanOf(another), listener.getLocalPort(), here));

            awaitLog(attempt, STAY, "still build");
            stop(attempt);

            assertThat(log(attempt, SCAN).lines().filter(line -> line.startsWith("open ")))
                    .containsExactly("open %s %d".formatted(allowed.address(), Neighbour.PORT));
            assertThat(log(attempt, SCAN))
                    .contains("tried %s 1 ".formatted(another.address()), "tried %s 1 ".formatted(here));
        }
    }

    private static String scanOf(Neighbour neighbour) {
        return "python3 scan.py %d %s\n".formatted(Neighbour.PORT, neighbour.address());
    }

    private static void assumeContainers() {
        assumeFalse(RealGuests.means().equals("qemu"), "SLIPWAY_SANDBOX says that there are no containers");
    }

    private String openHere() {
        return "open %s %d".formatted(RealGuests.here().getHostAddress(), listener.getLocalPort());
    }

    private void assertLocked(GuestContainer container) throws IOException {
        assertThat(container.inspect("{{.Config.User}} {{.HostConfig.SecurityOpt}} {{.HostConfig.ReadonlyRootfs}}"))
                .isEqualTo("64055:64055 [no-new-privileges] true");
        assertThat(
                        container.inspect(
                                "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}}"))
                .isEqualTo("%1$d %1$d 2000000000 130".formatted((1024L + 1280) << 20));
        assertThat(container.inspect("{{.HostConfig.NetworkMode}}")).startsWith("container:");
        assertThat(container.ports()).matches("(\\d+)/tcp -> 127\\.0\\.0\\.1:\\1");
        String run = container.inspect("{{index .Config.Labels \"slipway.guest\"}}");
        long disk = Long.parseLong(Files.readString(Path.of(run, "size")).strip());
        assertThat(container.inspect("{{range .HostConfig.Ulimits}}{{.Name}}={{.Hard}} {{end}}"))
                .as("how large a file may get that it writes")
                .containsIgnoringCase("fsize=%d".formatted(disk + (1L << 30)));
        assertRunFolderIsTheRunners(container, run);

        assertThat(container.status("Uid").split("\\s+")).containsOnly("64055");
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertThat(container.status(set)).as(set).matches("0+");
        }
        assertThat(container.status("NoNewPrivs")).isEqualTo("1");
        assertThat(container.status("Seccomp")).isEqualTo("2");
        assertThat(container.programs().lines()).containsExactly("usr/bin/qemu-system-x86_64");
        assertThat(container.writable()).containsExactlyInAnyOrder(run + "/socket", run + "/socket/qmp.sock");
        assertThat(container.makesFileIn(run + "/socket"))
                .as("that it could make a file")
                .isTrue();
        for (String folder :
                List.of("", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/dev/mqueue", "/run", run + "/disks")) {
            assertThat(container.makesFileIn(folder))
                    .as("a file in `%s`", folder)
                    .isFalse();
        }
    }

    /** Whoever the user of qemu is, also that of the runner: the container has what qemu writes, and none of the runner's notes. */
    private void assertRunFolderIsTheRunners(GuestContainer container, String run) throws IOException {
        String image = guests.image(RealGuests.IMAGE).toString();
        assertThat(run).startsWith(guests.state("guests").toString());
        assertThat(mounts(container, "true")).containsExactlyInAnyOrder(run + "/socket", run + "/disks");
        assertThat(mounts(container, "false"))
                .contains(image)
                .noneMatch(place -> Path.of(run).startsWith(Path.of(place)));
        assertThat(container.writableMounts()).containsExactlyInAnyOrder(run + "/socket", run + "/disks");
        assertThat(Path.of(run)).isDirectoryContaining("glob:**/containers").isDirectoryContaining("glob:**/chain");
        assertThat(container.seenIn(run)).containsExactlyInAnyOrder("socket", "disks");
        for (String folder : List.of(run + "/socket", run + "/disks")) {
            assertThat(container.letsOwnerMakeFileIn(folder)).as(folder).isTrue();
        }
        for (String folder : List.of("", run, Path.of(run).getParent().toString(), image)) {
            assertThat(container.letsOwnerMakeFileIn(folder)).as(folder).isFalse();
        }
    }

    private static Set<String> mounts(GuestContainer container, String written) {
        return container
                .inspect("{{range .Mounts}}{{.RW}} {{.Destination}}{{println}}{{end}}")
                .lines()
                .filter(line -> line.startsWith(written + " /"))
                .map(line -> line.substring(written.length() + 1))
                .collect(Collectors.toSet());
    }

    private AttemptRef begin(String scan) {
        return guests.order(MANIFEST.formatted(
                script().indent(6).stripTrailing(), scan.indent(6).strip()));
    }

    private void end(AttemptRef attempt, String engine) {
        stop(attempt);
        await().atMost(LONGEST)
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> GuestContainer.names(engine, guests.state("guests"))
                        .findAny()
                        .isEmpty());
    }

    private void stop(AttemptRef attempt) {
        guests.cancel(attempt);
        assertThat(guests.awaitFailure(attempt)).isInstanceOf(Outcome.Cancelled.class);
    }

    /** The first ports, and all that something listens on here, of every address that this machine has or is known by. */
    private String scanOfAll() {
        String ports = Stream.concat(
                        Stream.of("1-" + FIRST_PORTS), listening().stream().map(Object::toString))
                .collect(Collectors.joining(","));
        return "python3 scan.py %s %s"
                .formatted(
                        ports,
                        Stream.concat(KNOWN.stream(), addresses.stream().map(SandboxIT::inGuest))
                                .distinct()
                                .collect(Collectors.joining(" ")));
    }

    /** A link-local address with the guest's interface in place of this machine's; others have none. */
    private static String inGuest(String address) {
        return address.replaceAll("%.*", address.startsWith("fe80") ? "%eth0" : "");
    }

    /** Those of this machine; those of containers come and go. */
    private static Stream<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(card -> !card.getName().startsWith("veth"))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean answers(String address) {
        try (Socket socket = new Socket(InetAddress.getByName(address), listener.getLocalPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Set<Integer> listening() {
        Set<Integer> ports = new TreeSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of(table))) {
                lines.map(line -> line.strip().split("\\s+"))
                        .filter(words -> words.length > 3 && words[3].equals("0A"))
                        .map(words -> Integer.parseInt(words[1].substring(words[1].indexOf(':') + 1), 16))
                        .filter(port -> port > FIRST_PORTS)
                        .forEach(ports::add);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return ports;
    }

    private static String script() {
        try (InputStream file = SandboxIT.class.getResourceAsStream("/scan.py")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void awaitLog(AttemptRef attempt, LogName log, String text) {
        await().atMost(LONGEST)
                .failFast("The attempt has ended", () -> {
                    assertThat(guests.events(attempt)).as(log(attempt, SCAN)).noneMatch(AttemptEnded.class::isInstance);
                })
                .until(() -> log(attempt, log).contains(text));
    }

    private String log(AttemptRef attempt, LogName log) {
        return new Told(guests.events(attempt)).text(log);
    }
}
