package io.rpcboot.benchmarks;

import io.rpcboot.RpcClient;

/**
 * The functions, as a client calls them.
 */
@RpcClient("benchmark")
interface Functions {

	int add(int x, int y);

	Order order(Order order);

	String echo(String text);

	double[] doubles(double[] values);

	int one(int a);

	int five(int a, int b, int c, int d, int e);

	int ten(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j);

	int twenty(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o,
			int p, int q, int r, int s, int t);

	long allocated();

}
