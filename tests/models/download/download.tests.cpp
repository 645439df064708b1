#include "models/download/download.hpp"

#include "tests/models/download/small_server.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Contains;

namespace {

std::string get(const std::string& url, std::int64_t most_bytes = 1'000'000) {
    std::string all;
    DownloadOptions options;
    options.most_bytes = most_bytes;
    download(url, options, [&](std::string_view part) { all += part; });
    return all;
}

std::string failure(const std::string& url, std::int64_t most_bytes = 1'000'000) {
    return message_of<DownloadError>([&] { get(url, most_bytes); });
}

} // namespace

TEST_CASE("A file comes over HTTP and from a file URL as it is") {
    const std::string body(300'000, 'z');
    const SmallServer server(http_answer(body, body.size()));
    CHECK(get(server.url() + "a") == body);
    const TemporaryFolder folder;
    std::ofstream(folder.file("b")) << body;
    CHECK(get("file://" + folder.file("b")) == body);
}

TEST_CASE("What a server refuses, cuts short or makes too long is an error that says so") {
    CHECK_THAT(failure(SmallServer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").url()), Contains("404"));
    CHECK_THAT(failure(SmallServer(http_answer("half", 8)).url()), Contains("4 bytes remaining"));
    CHECK(failure(SmallServer(http_answer("12345", 5)).url(), 4) == "it is longer than 4 bytes");
    CHECK_THAT(failure("file:///nowhere/at/all"), Contains("/nowhere/at/all"));
    CHECK_THAT(failure("http://no-such-host.invalid/"), Contains("no-such-host.invalid"));
    CHECK_THAT(failure("gopher://127.0.0.1/"), Contains("gopher"));
}

TEST_CASE("What the progress function throws ends a download and comes out of it") {
    struct Stop {};
    const std::string body(300'000, 'z');
    const SmallServer server(http_answer(body, body.size()));
    DownloadOptions options;
    options.most_bytes = 1'000'000;
    options.progress = [](std::int64_t) { throw Stop(); };
    CHECK_THROWS_AS(download(server.url(), options, [](std::string_view) {}), Stop);
    options.progress = {};
    CHECK_THROWS_AS(download(server.url(), options, [](std::string_view) { throw Stop(); }), Stop);
}
