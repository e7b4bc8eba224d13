# Reads a site of twingraph with R alone: SPARQL, a question by its name, and the network.
#
#     Rscript examples/read_endpoint.R http://127.0.0.1:8000
#
# Every answer is asked for as CSV. A date stays text, for a source may know no more than the year: "1992".

options(warn = 2) # an answer that cannot be read whole is an error

given <- commandArgs(trailingOnly = TRUE)
site <- if (length(given) > 0) sub("/$", "", given[1]) else "http://127.0.0.1:8000"

# Returns the table behind an address; every column is text, what is not known is NA.
read_table <- function(path) {
  connection <- url(paste0(site, path), headers = c(Accept = "text/csv"))
  read.csv(connection, colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
}

# Returns the answer to a query in SPARQL.
ask <- function(query) read_table(paste0("/sparql?query=", URLencode(query, reserved = TRUE)))

# Returns the answer to a question that the site knows by name, with its parameters.
ask_question <- function(name, ...) {
  values <- vapply(list(..., format = "csv"), function(value) {
    URLencode(enc2utf8(as.character(value)), reserved = TRUE)
  }, "")
  read_table(paste0("/queries/", name, "?", paste(names(values), values, sep = "=", collapse = "&")))
}

kinds <- ask("
  PREFIX tg: <https://w3id.org/twingraph/ns#>
  SELECT ?kind (COUNT(?agreement) AS ?agreements) { ?agreement tg:kind ?kind } GROUP BY ?kind ORDER BY ?kind")
kinds$agreements <- as.integer(kinds$agreements)
kinds$kind <- basename(kinds$kind)
cat("Agreements by kind\n")
print(kinds, row.names = FALSE)

partners <- ask_question("city_links", city = "D\u00fcsseldorf", on = as.Date("2021-06-30"))
partners$year <- as.integer(substr(partners$since, 1, 4))
cat("\nPartners of D\u00fcsseldorf on 30 June 2021\n")
print(partners[c("partnerName", "kindLabel", "since", "year")], row.names = FALSE)

edges <- read_table("/network.edges.csv?kind=twinning&at=2020-01-01")
degrees <- sort(table(c(edges$source, edges$target)), decreasing = TRUE)
cat("\nCities with most twin towns on 1 January 2020\n")
print(head(setNames(as.integer(degrees), sub("-[0-9]+$", "", basename(names(degrees)))), 5))
