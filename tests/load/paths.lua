-- Asks for the paths of a file one after another, each thread from a place of its own, and prints what came of it as a line
-- of JSON: `wrk -s paths.lua ADDRESS -- FILE`. Times are in milliseconds.
local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

function init(args)
    asked = {}
    for path in io.lines(args[1]) do
        asked[#asked + 1] = wrk.format("GET", path)
    end
    at = number * 97 % #asked
end

function request()
    at = at % #asked + 1
    return asked[at]
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        'RESULT {"requests":%d,"seconds":%.3f,"refused":%d,"lost":%d,"p50":%.3f,"p99":%.3f,"slowest":%.3f}\n',
        summary.requests, summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
        latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
