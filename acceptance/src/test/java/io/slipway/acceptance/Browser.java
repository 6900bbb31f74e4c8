// SPDX-License-Identifier: Apache-2.0
package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import javax.imageio.ImageIO;
import org.assertj.core.api.AbstractStringAssert;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.io.TemporaryFilesystem;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A person with a browser: headless Chromium in front of the console. Pictures of what it saw are kept below {@code target}. A page that
 * breaks its own content security policy fails the test.
 */
public final class Browser implements AutoCloseable {
    private static final Path PICTURES = Path.of("target/pictures");
    private static final Duration SOON = Duration.ofSeconds(30);

    private final URI origin;
    private final ChromeDriver driver;

    public Browser(URI origin) {
        this.origin = origin;
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium"));
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,1000");
        LoggingPreferences kept = new LoggingPreferences();
        kept.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, kept);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of(program("chromedriver")).toFile())
                .usingAnyFreePort()
                .withEnvironment(Map.of("TMPDIR", leftovers()))
                .build();
        this.driver = new ChromeDriver(service, options);
    }

    /** What Chromium leaves goes with these tests. */
    private static String leftovers() {
        return TemporaryFilesystem.getDefaultTmpFS()
                .createTempDir("browser", "")
                .toString();
    }

    private static String program(String name) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no `%s` in the PATH".formatted(name)))
                .toString();
    }

    public void open(String path) {
        driver.get(origin.resolve(path).toString());
    }

    public void logIn(String user, String password) {
        open("/login");
        type(By.id("login:username"), user);
        type(By.id("login:password"), password);
        click(By.id("login:enter"));
        // Whoever asks for another page before the answer is there is not logged in.
        waiting(SOON)
                .until(page -> !address().contains("/login")
                        || !page.findElements(By.cssSelector(".message.error")).isEmpty());
    }

    void type(By where, String text) {
        waiting(SOON).until(page -> {
            WebElement field = await(where);
            field.clear();
            field.sendKeys(text);
            return true;
        });
    }

    /** Chooses a file of this machine. */
    void upload(By where, Path file) {
        await(where).sendKeys(file.toAbsolutePath().toString());
    }

    /** The page as the browser has it now. */
    String source() {
        return driver.getPageSource();
    }

    /** Clicks, also on what a refresh has just put in the place of what was found. */
    void click(By where) {
        await(where);
        waiting(SOON).until(page -> {
            page.findElement(where).click();
            return true;
        });
    }

    /** Puts a text into the manifest's editor. */
    void edit(String manifest) {
        await(By.className("CodeMirror"));
        run("document.querySelector('.CodeMirror').CodeMirror.setValue(arguments[0])", manifest);
    }

    /** The number of the editor's line, from 1, below which a finding with this text is shown; 0 when there is none. */
    int lineOfFinding(String text) {
        Object line = run("""
                const finding = [...document.querySelectorAll('.CodeMirror .manifest-error')]
                  .find((element) => element.textContent.includes(arguments[0]));
                const number = finding?.closest('.CodeMirror-linewidget')?.parentElement.querySelector('.CodeMirror-linenumber');
                return number ? Number(number.textContent) : 0;
                """, text);
        return ((Number) line).intValue();
    }

    /** Runs a script in the page, as one of its own would run. */
    public Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    WebElement await(By where) {
        return waiting(SOON).until(page -> {
            List<WebElement> found = page.findElements(where);
            return found.isEmpty() || !found.get(0).isDisplayed() ? null : found.get(0);
        });
    }

    /** The text of an element, once the element is there. */
    String awaitText(By where) {
        return waiting(SOON).until(page -> await(where).getText());
    }

    /** Waits until an element's text is as expected: the answer to an earlier click may still be shown when the next one has been made. */
    void awaitText(By where, Consumer<AbstractStringAssert<?>> expected) {
        Awaitility.await().atMost(SOON).untilAsserted(() -> expected.accept(assertThat(text(where))));
    }

    /** The text of an element, empty when it is not there. */
    String text(By where) {
        List<String> texts = texts(where);
        return texts.isEmpty() ? "" : texts.get(0);
    }

    /** The texts of all elements that are found. */
    List<String> texts(By where) {
        return waiting(SOON)
                .until(page -> page.findElements(where).stream()
                        .map(WebElement::getText)
                        .toList());
    }

    public String title() {
        return driver.getTitle();
    }

    String address() {
        return driver.getCurrentUrl();
    }

    /** Waits also while what is looked at belongs to a page that another one takes the place of; the driver says that in several ways. */
    public WebDriverWait waiting(Duration most) {
        WebDriverWait wait = new WebDriverWait(driver, most, Duration.ofMillis(100));
        wait.ignoring(WebDriverException.class);
        return wait;
    }

    /** What a phone reads that is held before an element with a QR code. */
    String readQrCode(By where) {
        byte[] png = await(where).getScreenshotAs(OutputType.BYTES);
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            int width = image.getWidth();
            int height = image.getHeight();
            RGBLuminanceSource light =
                    new RGBLuminanceSource(width, height, image.getRGB(0, 0, width, height, null, 0, width));
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(light)))
                    .getText();
        } catch (IOException | ReaderException e) {
            throw new AssertionError("no QR code can be read there", e);
        }
    }

    /** Keeps a picture of the page for people to look at. */
    public void picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What pages did since the last question that their policy forbids, as the browser tells it. */
    public List<String> refusals() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("Content Security Policy"))
                .toList();
    }

    @Override
    public void close() {
        try {
            assertThat(refusals()).as("what the policy forbids").isEmpty();
        } finally {
            driver.quit();
        }
    }
}
